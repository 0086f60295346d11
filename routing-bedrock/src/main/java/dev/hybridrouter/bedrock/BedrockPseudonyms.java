package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Stands in for names by HMAC-SHA-256 under one key. Immutable; the key is not shown. */
final class BedrockPseudonyms {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_KEY_BYTES = 32;

    /** 128 bits: enough that no two tenants ever meet, and half as long to read. */
    private static final int BYTES = 16;

    private final SecretKeySpec key;

    BedrockPseudonyms(byte[] key) {
        int length = Check.notNull(key, "costAttribution.tenantKey").length;
        if (length < LEAST_KEY_BYTES) {
            throw Check.invalid(
                    "costAttribution.tenantKey",
                    length + " bytes",
                    "at least " + LEAST_KEY_BYTES + " bytes from a secure source of chance");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String of(String name) {
        byte[] whole = mac().doFinal(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(whole, 0, BYTES);
    }

    /** A new one each time, because a Mac serves one thread only. */
    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
