package dev.hybridrouter.audit;

import dev.hybridrouter.api.internal.Check;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret of the host for HMAC-SHA-256, with a name that is no secret. Immutable; the secret is not shown. */
public final class AuditKey {
    static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 32;

    private final String id;
    private final SecretKeySpec secret;

    private AuditKey(String id, byte[] secret) {
        this.id = Check.name(id, "auditKey.id");
        int length = Check.notNull(secret, "auditKey.secret").length;
        if (length < LEAST_BYTES) {
            throw Check.invalid(
                    "auditKey.secret",
                    length + " bytes",
                    "at least " + LEAST_BYTES + " bytes from a secure source of chance");
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * Returns a key.
     *
     * @param id its name in the records, so that keys can be changed: 1 to 256 of {@code A-Z a-z 0-9 . _ : / @ -}
     * @param secret at least 32 bytes from a secure source of chance; copied
     */
    public static AuditKey of(String id, byte[] secret) {
        return new AuditKey(id, secret);
    }

    /**
     * Returns a key whose secret is written in hexadecimal digits; white space around them is passed over.
     *
     * @throws IllegalArgumentException if it is not, or has fewer than 64 digits
     */
    public static AuditKey ofHex(String id, String secret) {
        try {
            return of(
                    id,
                    HexFormat.of()
                            .parseHex(Check.notNull(secret, "auditKey.secret").strip()));
        } catch (IllegalArgumentException e) { // the JDK's message would quote the secret
            throw Check.invalid("auditKey.secret", "not shown", "at least 64 hexadecimal digits");
        }
    }

    /** Its name. */
    public String id() {
        return id;
    }

    /** A new one each time, because a Mac serves one thread only. */
    Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "AuditKey[" + id + "]";
    }
}
