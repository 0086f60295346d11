package dev.hybridrouter.api.target;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.response.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a target charges, by size of the request. Its bands are chosen by the whole input, that is input outside the
 * prompt cache, cache reads and cache writes together; the price of the band holds for all tokens of the request, output
 * included. Immutable; equal by value.
 *
 * <pre>{@code
 * Tariff.builder(TokenPrice.perMillion("3.00", "15.00"))
 *         .above(200_000, TokenPrice.perMillion("6.00", "22.50"))
 *         .build()
 * }</pre>
 */
public final class Tariff {
    private final List<Band> bands; // rising; the first is above -1, which is all there is

    private Tariff(List<Band> bands) {
        this.bands = List.copyOf(bands);
    }

    /** Returns the tariff that charges every request the same price. */
    public static Tariff of(TokenPrice price) {
        return builder(price).build();
    }

    /** Returns a builder of a tariff; the price holds for requests below all further bands. */
    public static Builder builder(TokenPrice base) {
        return new Builder(Check.notNull(base, "tariff.base"));
    }

    /** The price of a request with that many tokens of whole input, at least 0. */
    public TokenPrice priceOf(long wholeInputTokens) {
        Check.atLeast(0, wholeInputTokens, "wholeInputTokens");
        int band = bands.size() - 1;
        while (bands.get(band).above >= wholeInputTokens) {
            band--;
        }
        return bands.get(band).price;
    }

    /**
     * Returns what this usage costs, exact, rounded up to a whole nano-dollar once.
     *
     * <p>Input and output must be known. Cache counts that the provider does not report are taken for none, and cache
     * writes whose time to live it does not tell are priced at the dearest price of a write.
     *
     * @return empty if it cannot be told: a count is unknown, tokens were used that have no price, or the amount exceeds
     *     about 9.2 billion dollars
     */
    public Optional<Money> cost(TokenUsage usage) {
        if (usage.input().isEmpty() || usage.output().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(exactCost(usage));
        } catch (ArithmeticException e) { // no amount of money: the provider reported absurd counts
            return Optional.empty();
        }
    }

    private @Nullable Money exactCost(TokenUsage usage) {
        long input = usage.input().orElseThrow();
        long read = usage.cacheRead().orElse(0);
        long toldWrite = total(usage.cacheWriteByTtl());
        long write = Math.max(toldWrite, usage.cacheWrite().orElse(0));
        TokenPrice price = priceOf(Math.addExact(Math.addExact(input, read), write));
        CostSum sum = new CostSum();
        sum.add(input, price.inputPerMillion());
        sum.add(usage.output().orElseThrow(), price.outputPerMillion());
        boolean priced = add(sum, read, price.cacheReadPerMillion().orElse(null))
                && addTold(sum, usage.cacheWriteByTtl(), price)
                && add(sum, write - toldWrite, price.dearestCacheWrite());
        return priced ? sum.roundedUp() : null;
    }

    private static long total(Map<Duration, Long> writes) {
        long total = 0;
        if (!writes.isEmpty()) { // an iterator would be made for each answer
            for (long tokens : writes.values()) {
                total = Math.addExact(total, tokens);
            }
        }
        return total;
    }

    private static boolean addTold(CostSum sum, Map<Duration, Long> writes, TokenPrice price) {
        if (writes.isEmpty()) {
            return true;
        }
        for (Map.Entry<Duration, Long> write : writes.entrySet()) {
            if (!add(sum, write.getValue(), price.cacheWritePerMillion().get(write.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the tokens have a price, or there are none. */
    private static boolean add(CostSum sum, long tokens, @Nullable Money perMillion) {
        if (tokens > 0 && perMillion != null) {
            sum.add(tokens, perMillion);
        }
        return tokens == 0 || perMillion != null;
    }

    /**
     * Returns the most that a request with at most these tokens can cost: in the dearest band it can fall into, all of its
     * input at the dearest known price of input, cache read or cache write. Never below {@link #cost} of such a request.
     *
     * @param wholeInputTokens most tokens of input, cache reads and cache writes together, at least 0
     * @param outputTokens most tokens of output, at least 0
     * @return empty if the amount exceeds about 9.2 billion dollars
     */
    public Optional<Money> ceiling(long wholeInputTokens, long outputTokens) {
        Check.atLeast(0, wholeInputTokens, "wholeInputTokens");
        Check.atLeast(0, outputTokens, "outputTokens");
        try {
            Money most = Money.ZERO;
            for (int i = 0; i < bands.size() && bands.get(i).above < wholeInputTokens; i++) {
                boolean last = i == bands.size() - 1;
                long input = last ? wholeInputTokens : Math.min(wholeInputTokens, bands.get(i + 1).above);
                Money dearest = bands.get(i).dearest(input, outputTokens);
                most = dearest.compareTo(most) > 0 ? dearest : most;
            }
            return Optional.of(most);
        } catch (ArithmeticException e) { // no amount of money
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tariff that && bands.equals(that.bands);
    }

    @Override
    public int hashCode() {
        return bands.hashCode();
    }

    @Override
    public String toString() {
        return "Tariff" + bands;
    }

    /** A price for requests with more than so many tokens of whole input. */
    private record Band(long above, TokenPrice price) {
        Money dearest(long wholeInput, long output) {
            CostSum sum = new CostSum();
            sum.add(wholeInput, price.dearestInput());
            sum.add(output, price.outputPerMillion());
            return sum.roundedUp();
        }

        @Override
        public String toString() {
            return above < 0 ? price.toString() : "above " + above + ": " + price;
        }
    }

    /** Builds {@link Tariff}. Not thread-safe. */
    public static final class Builder {
        private final TreeMap<Long, TokenPrice> prices = new TreeMap<>();

        private Builder(TokenPrice base) {
            prices.put(-1L, base);
        }

        /**
         * Adds a band, which holds for all tokens of a request with more whole input than this.
         *
         * @param wholeInputTokens at least 1
         * @throws IllegalArgumentException if there is one already
         */
        public Builder above(long wholeInputTokens, TokenPrice price) {
            Check.atLeast(1, wholeInputTokens, "tariff.above");
            if (prices.putIfAbsent(wholeInputTokens, Check.notNull(price, "tariff.price")) != null) {
                throw Check.invalid("tariff.above", wholeInputTokens, "each band once");
            }
            return this;
        }

        /** Returns the tariff. */
        public Tariff build() {
            List<Band> bands = new ArrayList<>(prices.size());
            prices.forEach((above, price) -> bands.add(new Band(above, price)));
            return new Tariff(bands);
        }
    }
}
