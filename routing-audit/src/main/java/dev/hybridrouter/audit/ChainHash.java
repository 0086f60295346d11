package dev.hybridrouter.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Makes the hash of a record from that of the one before it and its own bytes. For one thread. */
interface ChainHash {
    /** What is hashed first, so that the same bytes elsewhere never have the same hash. */
    byte[] DOMAIN = "hybridrouter.audit.1\n".getBytes(StandardCharsets.US_ASCII);

    int BYTES = 32;

    /** Returns the hash of the first {@code length} bytes, which follow a record of hash {@code previous}. */
    byte[] of(byte[] previous, byte[] bytes, int length);

    /** Returns SHA-256, or HMAC-SHA-256 if there is a key. */
    static ChainHash of(@Nullable AuditKey key) {
        return key == null ? plain() : keyed(key.mac());
    }

    private static ChainHash plain() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        return (previous, bytes, length) -> {
            digest.update(DOMAIN);
            digest.update(previous);
            digest.update(bytes, 0, length);
            return digest.digest();
        };
    }

    private static ChainHash keyed(Mac mac) {
        return (previous, bytes, length) -> {
            mac.update(DOMAIN);
            mac.update(previous);
            mac.update(bytes, 0, length);
            return mac.doFinal();
        };
    }
}
