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
        Check.atLeast(0, inputPerMillion.nanoUsd(), "price.inputPerMillion");
        Check.atLeast(0, outputPerMillion.nanoUsd(), "price.outputPerMillion");
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
        long nanoPerMillion = Math.addExact(
                Math.multiplyExact(Check.atLeast(0, inputTokens, "inputTokens"), inputPerMillion.nanoUsd()),
                Math.multiplyExact(Check.atLeast(0, outputTokens, "outputTokens"), outputPerMillion.nanoUsd()));
        return new Money(Math.addExact(nanoPerMillion, MILLION - 1) / MILLION);
    }
}
