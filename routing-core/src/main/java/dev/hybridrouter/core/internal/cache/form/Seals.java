package dev.hybridrouter.core.internal.cache.form;

import dev.hybridrouter.spi.cache.SharedKey;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What only holders of the routers' secret can make: names that tell nothing, and seals that bind an answer to its key.
 * All are HMAC-SHA-256, each purpose with a first byte of its own. Immutable.
 */
public final class Seals {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SEAL_BYTES = 32;
    private static final int TENANT_BYTES = 16; // 128 bits: enough that no two tenants ever meet

    private static final byte TENANT = 1;
    private static final byte KEY = 2;
    private static final byte LABEL = 3;
    private static final byte ANSWER = 4;

    private final SecretKeySpec secret;

    /** Creates seals under a secret. */
    public Seals(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** Stands in for a tenant. */
    public String tenant(String name) {
        return HexFormat.of().formatHex(hash(TENANT, name.getBytes(StandardCharsets.UTF_8)), 0, TENANT_BYTES);
    }

    /** The key of all that can change an answer. */
    public SharedKey key(String tenant, byte[] form) {
        return new SharedKey(tenant(tenant), HexFormat.of().formatHex(hash(KEY, form)));
    }

    /** Stands in for something that answers have in common. */
    public String label(String... parts) {
        FormWriter form = new FormWriter().each(Arrays.asList(parts), FormWriter::text);
        return HexFormat.of().formatHex(hash(LABEL, form.toBytes()));
    }

    /** An answer with a seal behind it. */
    public byte[] sealed(SharedKey key, byte[] answer) {
        byte[] whole = Arrays.copyOf(answer, answer.length + SEAL_BYTES);
        System.arraycopy(seal(key, answer), 0, whole, answer.length, SEAL_BYTES);
        return whole;
    }

    /** The answer before the seal; null if it was not sealed by us for this key, just so. */
    public byte @Nullable [] opened(SharedKey key, byte[] whole) {
        if (whole.length < SEAL_BYTES) {
            return null;
        }
        byte[] answer = Arrays.copyOf(whole, whole.length - SEAL_BYTES);
        byte[] seal = Arrays.copyOfRange(whole, answer.length, whole.length);
        return MessageDigest.isEqual(seal, seal(key, answer)) ? answer : null;
    }

    private byte[] seal(SharedKey key, byte[] answer) {
        return hash(ANSWER, HexFormat.of().parseHex(key.tenant() + key.digest()), answer);
    }

    private byte[] hash(byte purpose, byte[]... parts) {
        Mac mac = mac();
        mac.update(purpose);
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** A new one each time, because a Mac serves one thread only. */
    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
