package dev.hybridrouter.api.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.response.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every tariff and every usage. */
class TariffProperties {
    private static final long SEED = 20261123;
    private static final int CASES = 10_000;
    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofHours(1);

    private final Random random = new Random(SEED);

    @Test
    void ceiling_isNeverBelowTheCostOfARequestWithinIt() {
        int priced = 0;
        int banded = 0;
        for (int round = 0; round < CASES; round++) {
            Tariff tariff = tariff();
            long wholeInput = random.nextInt(3_000);
            long output = random.nextInt(3_000);
            TokenUsage usage = usage(random.nextLong(wholeInput + 1), random.nextLong(output + 1));
            Money ceiling = tariff.ceiling(wholeInput, output).orElseThrow();
            Money cost = tariff.cost(usage).orElse(Money.ZERO);

            assertThat(cost)
                    .as(
                            "seed %d, round %d, %s, %s, ceiling of %d and %d",
                            SEED, round, tariff, usage, wholeInput, output)
                    .isLessThanOrEqualTo(ceiling);
            priced += tariff.cost(usage).isPresent() ? 1 : 0;
            banded += tariff.priceOf(0).equals(tariff.priceOf(wholeInput)) ? 0 : 1;
        }
        assertThat(priced).as("cases with a known cost").isGreaterThan(CASES / 4);
        assertThat(banded).as("cases that reach a further band").isGreaterThan(CASES / 4);
    }

    @Test
    void ceiling_isReachedBySomeRequestWithinIt() {
        for (int round = 0; round < CASES / 10; round++) {
            Tariff tariff = tariff();
            long wholeInput = random.nextInt(300);
            Money most = Money.ZERO;
            for (long input = 0; input <= wholeInput; input++) {
                Money dearest = new Money(dearestNano(tariff.priceOf(input), input, 7));
                most = dearest.compareTo(most) > 0 ? dearest : most;
            }

            assertThat(tariff.ceiling(wholeInput, 7))
                    .as("seed %d, round %d", SEED, round)
                    .contains(most);
        }
    }

    @Test
    void cost_isTheExactSumRoundedUpOnce() {
        for (int round = 0; round < CASES; round++) {
            TokenPrice price = price().withCacheRead(money())
                    .withCacheWrite(SHORT, money())
                    .withCacheWrite(LONG, money());
            TokenUsage usage = usage(random.nextInt(5_000_000), random.nextInt(5_000_000));

            assertThat(Tariff.of(price).cost(usage).orElseThrow().toUsd())
                    .as("seed %d, round %d, %s, %s", SEED, round, price, usage)
                    .isEqualTo(exact(price, usage));
        }
    }

    private static BigDecimal exact(TokenPrice price, TokenUsage usage) {
        BigDecimal sum = product(usage.input().orElseThrow(), price.inputPerMillion())
                .add(product(usage.output().orElseThrow(), price.outputPerMillion()))
                .add(product(
                        usage.cacheRead().orElseThrow(),
                        price.cacheReadPerMillion().orElseThrow()));
        long untold = usage.cacheWrite().orElseThrow();
        BigDecimal dearest = BigDecimal.ZERO;
        for (Duration ttl : new Duration[] {SHORT, LONG}) {
            long told = usage.cacheWriteByTtl().getOrDefault(ttl, 0L);
            Money write = price.cacheWritePerMillion().getOrDefault(ttl, Money.ZERO);
            sum = sum.add(product(told, write));
            untold -= told;
            dearest = dearest.max(write.toUsd());
        }
        return sum.add(dearest.multiply(BigDecimal.valueOf(untold)))
                .movePointLeft(6)
                .setScale(9, RoundingMode.CEILING);
    }

    private static BigDecimal product(long tokens, Money price) {
        return price.toUsd().multiply(BigDecimal.valueOf(tokens));
    }

    private static long dearestNano(TokenPrice price, long input, long output) {
        BigDecimal dearest = price.inputPerMillion()
                .toUsd()
                .max(price.cacheReadPerMillion().orElse(Money.ZERO).toUsd());
        for (Money write : price.cacheWritePerMillion().values()) {
            dearest = dearest.max(write.toUsd());
        }
        return dearest.multiply(BigDecimal.valueOf(input))
                .add(product(output, price.outputPerMillion()))
                .movePointRight(3)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    /** A tariff of up to four bands, which need not become dearer, each with some of the kinds priced. */
    private Tariff tariff() {
        Tariff.Builder tariff = Tariff.builder(maybeCached(price()));
        long above = 0;
        for (int band = random.nextInt(4); band > 0; band--) {
            above += 1 + random.nextInt(1_000);
            tariff.above(above, maybeCached(price()));
        }
        return tariff.build();
    }

    private TokenPrice price() {
        return TokenPrice.perMillion(money(), money());
    }

    private TokenPrice maybeCached(TokenPrice price) {
        TokenPrice cached = random.nextInt(4) == 0 ? price : price.withCacheRead(money());
        cached = random.nextInt(4) == 0 ? cached : cached.withCacheWrite(SHORT, money());
        return random.nextInt(4) == 0 ? cached : cached.withCacheWrite(LONG, money());
    }

    /** Up to about $100 a million, of every size. */
    private Money money() {
        return new Money(random.nextLong() >>> (27 + random.nextInt(36)));
    }

    /** Usage with exactly that much whole input, split at random over the kinds; some writes are not told by TTL. */
    private TokenUsage usage(long wholeInput, long output) {
        long read = random.nextBoolean() ? 0 : random.nextLong(wholeInput + 1);
        long write = random.nextBoolean() ? 0 : random.nextLong(wholeInput - read + 1);
        TokenUsage.Builder usage = TokenUsage.builder()
                .input(wholeInput - read - write)
                .output(output)
                .cacheRead(read)
                .cacheWrite(write);
        long told = random.nextLong(write + 1);
        long brief = random.nextLong(told + 1);
        return usage.cacheWriteByTtl(told == 0 ? Map.of() : Map.of(SHORT, brief, LONG, told - brief))
                .build();
    }
}
