package dev.hybridrouter.core.price;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.BilledModel;
import java.util.Comparator;

/**
 * What a price is of. Ordered by model, scope, tier, band and kind.
 *
 * @param billed model and scope; the scope {@value BilledModel#ANYWHERE} stands for all that have no price of their own
 * @param tier service tier as the provider names it, {@value PriceBook#DEFAULT_TIER} for the ordinary one
 * @param aboveTokens start of the context band: the price is of requests with more whole input (input, cache reads and
 *     cache writes together) than this; 0 for the lowest band, which takes in requests without input as well
 * @param kind which of the request's tokens
 */
public record PriceKey(BilledModel billed, String tier, long aboveTokens, TokenKind kind)
        implements Comparable<PriceKey> {
    private static final Comparator<PriceKey> ORDER = Comparator.comparing((PriceKey key) -> key.billed.model())
            .thenComparing(key -> key.billed.scope())
            .thenComparing(PriceKey::tier)
            .thenComparingLong(PriceKey::aboveTokens)
            .thenComparing(PriceKey::kind);

    /** Refuses malformed tiers and negative bands. */
    public PriceKey {
        Check.notNull(billed, "key.billed");
        Check.name(tier, "tier");
        Check.atLeast(0, aboveTokens, "above_tokens");
        Check.notNull(kind, "kind");
    }

    @Override
    public int compareTo(PriceKey other) {
        return ORDER.compare(this, other);
    }

    /** The key on one line, for people. */
    @Override
    public String toString() {
        return billed.model() + " " + billed.scope() + " " + tier + (aboveTokens == 0 ? "" : " above " + aboveTokens)
                + " " + kind;
    }
}
