package dev.hybridrouter.api.target;

import dev.hybridrouter.api.internal.Check;

/**
 * What a target charges per million tokens.
 *
 * @param inputPerMillion price of a million input tokens outside the provider's prompt cache
 * @param outputPerMillion price of a million output tokens
 */
public record TokenPrice(Money inputPerMillion, Money outputPerMillion) {
    private static final long MILLION = 1_000_000;

    /** Refuses negative prices. */
    public TokenPrice {
        Check.atLeast(0, Check.notNull(inputPerMillion, "price.inputPerMillion").nanoUsd(), "price.inputPerMillion");
        Check.atLeast(
                0, Check.notNull(outputPerMillion, "price.outputPerMillion").nanoUsd(), "price.outputPerMillion");
    }

    /** Returns the price written in dollars per million tokens, for example {@code perMillion("3.00", "15.00")}. */
    public static TokenPrice perMillion(String inputUsd, String outputUsd) {
        return new TokenPrice(Money.usd(inputUsd), Money.usd(outputUsd));
    }

    /**
     * Returns what these tokens cost, rounded up to a whole nano-dollar once, after summing.
     *
     * @throws ArithmeticException if the amount does not fit
     */
    public Money cost(long inputTokens, long outputTokens) {
        Check.atLeast(0, inputTokens, "inputTokens");
        Check.atLeast(0, outputTokens, "outputTokens");
        long whole = Math.addExact(whole(inputTokens, inputPerMillion), whole(outputTokens, outputPerMillion));
        long rest = rest(inputTokens, inputPerMillion) + rest(outputTokens, outputPerMillion);
        return new Money(Math.addExact(whole, (rest + MILLION - 1) / MILLION));
    }

    /** With {@link #rest}, tokens times price in two parts of which neither overflows where the amount fits. */
    private static long whole(long tokens, Money price) {
        return Math.addExact(
                Math.multiplyExact(tokens / MILLION, price.nanoUsd()), tokens % MILLION * (price.nanoUsd() / MILLION));
    }

    /** What {@link #whole} leaves, in millionths of a nano-dollar. */
    private static long rest(long tokens, Money price) {
        return tokens % MILLION * (price.nanoUsd() % MILLION);
    }
}
