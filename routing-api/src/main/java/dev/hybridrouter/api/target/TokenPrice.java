package dev.hybridrouter.api.target;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a target charges per million tokens, by kind of token. Input and output always have a price; reading from and
 * writing to the provider's prompt cache is unpriced until a price is given, which is not free. A price of zero is free.
 * Immutable; equal by value.
 *
 * <pre>{@code
 * TokenPrice.perMillion("3.00", "15.00")
 *         .withCacheRead("0.30")
 *         .withCacheWrite(Duration.ofMinutes(5), "3.75")
 *         .withCacheWrite(Duration.ofHours(1), "6.00")
 * }</pre>
 */
public final class TokenPrice {
    private final Money input;
    private final Money output;
    private final @Nullable Money cacheRead;
    private final Map<Duration, Money> cacheWrite;
    private final @Nullable Money dearestCacheWrite;
    private final Money dearestInput;

    private TokenPrice(Money input, Money output, @Nullable Money cacheRead, Map<Duration, Money> cacheWrite) {
        this.input = input;
        this.output = output;
        this.cacheRead = cacheRead;
        this.cacheWrite = cacheWrite;
        dearestCacheWrite = cacheWrite.values().stream().max(Money::compareTo).orElse(null);
        dearestInput = dearer(dearer(input, cacheRead), dearestCacheWrite);
    }

    private static Money dearer(Money price, @Nullable Money other) {
        return other == null || other.compareTo(price) <= 0 ? price : other;
    }

    /**
     * Returns the price of a million input tokens outside the prompt cache and of a million output tokens.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public static TokenPrice perMillion(Money input, Money output) {
        return new TokenPrice(
                priced(input, "price.inputPerMillion"), priced(output, "price.outputPerMillion"), null, Map.of());
    }

    /** Returns the price written in dollars per million tokens, for example {@code perMillion("3.00", "15.00")}. */
    public static TokenPrice perMillion(String inputUsd, String outputUsd) {
        return perMillion(Money.usd(inputUsd), Money.usd(outputUsd));
    }

    /** Returns this with a price of a million tokens read from the prompt cache, at least zero. */
    public TokenPrice withCacheRead(Money perMillion) {
        return new TokenPrice(input, output, priced(perMillion, "price.cacheReadPerMillion"), cacheWrite);
    }

    /** Returns this with a price of a million tokens read from the prompt cache, in dollars. */
    public TokenPrice withCacheRead(String usdPerMillion) {
        return withCacheRead(Money.usd(usdPerMillion));
    }

    /**
     * Returns this with a price of a million tokens written to the prompt cache, at least zero.
     *
     * @param timeToLive how long the cache keeps them, longer than zero
     */
    public TokenPrice withCacheWrite(Duration timeToLive, Money perMillion) {
        Check.positive(timeToLive, "price.timeToLive");
        Map<Duration, Money> prices = new HashMap<>(cacheWrite);
        prices.put(timeToLive, priced(perMillion, "price.cacheWritePerMillion[" + timeToLive + "]"));
        return new TokenPrice(input, output, cacheRead, Map.copyOf(prices));
    }

    /** Returns this with a price of a million tokens written to the prompt cache for that long, in dollars. */
    public TokenPrice withCacheWrite(Duration timeToLive, String usdPerMillion) {
        return withCacheWrite(timeToLive, Money.usd(usdPerMillion));
    }

    private static Money priced(Money price, String field) {
        Check.atLeast(0, Check.notNull(price, field).nanoUsd(), field);
        return price;
    }

    /** Price of a million input tokens outside the prompt cache. */
    public Money inputPerMillion() {
        return input;
    }

    /** Price of a million output tokens, reasoning included. */
    public Money outputPerMillion() {
        return output;
    }

    /** Price of a million tokens read from the prompt cache; empty if unpriced. */
    public Optional<Money> cacheReadPerMillion() {
        return Optional.ofNullable(cacheRead);
    }

    /** Prices of a million tokens written to the prompt cache, by time to live; one that is missing is unpriced. */
    public Map<Duration, Money> cacheWritePerMillion() {
        return cacheWrite;
    }

    /** The dearest price of a cache write; null if none is known. */
    @Nullable
    Money dearestCacheWrite() {
        return dearestCacheWrite;
    }

    /** The dearest of all known prices of input, cached or not. */
    Money dearestInput() {
        return dearestInput;
    }

    /**
     * Returns what these tokens cost outside the prompt cache, rounded up to a whole nano-dollar once, after summing.
     *
     * @throws ArithmeticException if the amount does not fit
     */
    public Money cost(long inputTokens, long outputTokens) {
        Check.atLeast(0, inputTokens, "inputTokens");
        Check.atLeast(0, outputTokens, "outputTokens");
        CostSum sum = new CostSum();
        sum.add(inputTokens, input);
        sum.add(outputTokens, output);
        return sum.roundedUp();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenPrice that
                && input.equals(that.input)
                && output.equals(that.output)
                && Objects.equals(cacheRead, that.cacheRead)
                && cacheWrite.equals(that.cacheWrite);
    }

    @Override
    public int hashCode() {
        return Objects.hash(input, output, cacheRead, cacheWrite);
    }

    @Override
    public String toString() {
        return "TokenPrice[input=" + input + ", output=" + output
                + (cacheRead == null ? "" : ", cacheRead=" + cacheRead)
                + (cacheWrite.isEmpty() ? "" : ", cacheWrite=" + cacheWrite) + "]";
    }
}
