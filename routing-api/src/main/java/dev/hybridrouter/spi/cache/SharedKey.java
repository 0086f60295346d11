package dev.hybridrouter.spi.cache;

import dev.hybridrouter.api.internal.Check;
import java.util.regex.Pattern;

/**
 * Under what an answer is kept in a {@link SharedCache}. Neither part tells anything to who has not the secret that the
 * routers share: both are keyed hashes, in lower-case hex.
 *
 * @param tenant pseudonym of the tenant, 32 digits
 * @param digest of all that can change the answer, the tenant included, 64 digits
 */
public record SharedKey(String tenant, String digest) {
    private static final Pattern TENANT = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Refuses what is not hex of that length. */
    public SharedKey {
        if (!TENANT.matcher(Check.notNull(tenant, "sharedKey.tenant")).matches()) {
            throw Check.invalid("sharedKey.tenant", tenant.length() + " characters", "32 digits of lower-case hex");
        }
        if (!DIGEST.matcher(Check.notNull(digest, "sharedKey.digest")).matches()) {
            throw Check.invalid("sharedKey.digest", digest.length() + " characters", "64 digits of lower-case hex");
        }
    }
}
