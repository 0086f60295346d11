package dev.hybridrouter.audit;

import dev.hybridrouter.api.internal.Check;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;

/**
 * Stands in for tenants and users by HMAC-SHA-256 under a key of the host. Who has the key can tell whether a record is
 * about someone, by making the pseudonym again; who has not, cannot tell who it is about. Without the key nobody can:
 * destroying it takes the reference to persons out of all records made under it. Immutable.
 */
public final class Pseudonyms {
    /** 128 bits: enough that no two tenants ever meet, and half as long to read. */
    private static final int BYTES = 16;

    private final AuditKey key;

    private Pseudonyms(AuditKey key) {
        this.key = key;
    }

    /** Returns pseudonyms under a key, whose name they carry. */
    public static Pseudonyms under(AuditKey key) {
        return new Pseudonyms(Check.notNull(key, "pseudonyms.key"));
    }

    /** Returns a tenant's pseudonym: the key's name, a colon and 32 hexadecimal digits. */
    public String tenant(String name) {
        return of("tenant", Check.notNull(name, "tenant"));
    }

    /** Returns a user's pseudonym; another than that of a tenant of the same name. */
    public String user(String name) {
        return of("user", Check.notNull(name, "user"));
    }

    private String of(String role, String name) {
        Mac mac = key.mac();
        mac.update(role.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0); // ends the role, so that no other role and name make the same bytes
        byte[] whole = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
        return key.id() + ":" + HexFormat.of().formatHex(whole, 0, BYTES);
    }

    @Override
    public String toString() {
        return "Pseudonyms[" + key.id() + "]";
    }
}
