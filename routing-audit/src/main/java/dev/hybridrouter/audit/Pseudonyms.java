package dev.hybridrouter.audit;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.erasure.SubjectKeys;
import dev.hybridrouter.spi.erasure.SubjectKeys.Role;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.crypto.Mac;

/**
 * Stands in for tenants and users by HMAC-SHA-256 under a key of the host. Who has the key can tell whether a record is
 * about someone, by making the pseudonym again; who has not, cannot tell who it is about. Without the key nobody can:
 * destroying it takes the reference to persons out of all records made under it. With {@link SubjectKeys} each tenant and user has a secret of its own. Immutable.
 */
public final class Pseudonyms {
    /** 128 bits: enough that no two tenants ever meet, and half as long to read. */
    private static final int BYTES = 16;

    /** Stands where a subject's secret is gone. */
    private static final String ERASED = "erased";

    private final String id;
    private final BiFunction<Role, String, Optional<AuditKey>> keys;

    private Pseudonyms(String id, BiFunction<Role, String, Optional<AuditKey>> keys) {
        this.id = id;
        this.keys = keys;
    }

    /** Returns pseudonyms under one key for all, whose name they carry. */
    public static Pseudonyms under(AuditKey key) {
        Optional<AuditKey> all = Optional.of(Check.notNull(key, "pseudonyms.key"));
        return new Pseudonyms(key.id(), (role, name) -> all);
    }

    /**
     * Returns pseudonyms under a secret for each subject. Destroying one takes the reference to that subject alone out of all
     * records. A subject without a secret is called {@code erased}, as all others without one.
     */
    public static Pseudonyms under(SubjectKeys keys) {
        String id = Check.name(Check.notNull(keys, "pseudonyms.keys").id(), "pseudonyms.id");
        return new Pseudonyms(id, (role, name) -> keys.secret(role, name).map(secret -> AuditKey.of(id, secret)));
    }

    /** Returns a tenant's pseudonym: the key's name, a colon and 32 hexadecimal digits. */
    public String tenant(String name) {
        return of(Role.TENANT, Check.notNull(name, "tenant"));
    }

    /** Returns a user's pseudonym; another than that of a tenant of the same name. */
    public String user(String name) {
        return of(Role.USER, Check.notNull(name, "user"));
    }

    private String of(Role role, String name) {
        AuditKey key = keys.apply(role, name).orElse(null);
        if (key == null) {
            return id + ":" + ERASED;
        }
        Mac mac = key.mac();
        mac.update(role.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0); // ends the role, so that no other role and name make the same bytes
        byte[] whole = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
        return id + ":" + HexFormat.of().formatHex(whole, 0, BYTES);
    }

    @Override
    public String toString() {
        return "Pseudonyms[" + id + "]";
    }
}
