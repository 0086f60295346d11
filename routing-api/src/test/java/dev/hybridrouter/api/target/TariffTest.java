package dev.hybridrouter.api.target;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.internal.BadValue;
import dev.hybridrouter.api.response.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import nl.jqno.equalsverifier.EqualsVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What requests cost, worked out by hand. Tokens times dollars per million are millionths of a dollar, and a millionth of
 * a dollar is 1,000 nano-dollars.
 */
class TariffTest {
    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofHours(1);

    /** Claude Sonnet 4.5 under a European profile, July 2026. */
    private static final TokenPrice BASE = TokenPrice.perMillion("3.30", "16.50")
            .withCacheRead("0.33")
            .withCacheWrite(SHORT, "4.125")
            .withCacheWrite(LONG, "6.60");

    private static final TokenPrice HIGH = TokenPrice.perMillion("6.60", "24.75")
            .withCacheRead("0.66")
            .withCacheWrite(SHORT, "8.25")
            .withCacheWrite(LONG, "13.20");
    private static final Tariff SONNET =
            Tariff.builder(BASE).above(200_000, HIGH).build();

    private static TokenUsage.Builder usage(long input, long output) {
        return TokenUsage.builder().input(input).output(output);
    }

    private static Money millionths(String amount) {
        return Money.usd(new BigDecimal(amount).movePointLeft(6).toPlainString());
    }

    @ParameterizedTest
    @MethodSource
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> construct_whenValueIsBad_namesFieldAndFix() {
        return Stream.of(
                absent("tariff.base", () -> Tariff.of(none())),
                absent("tariff.price", () -> Tariff.builder(BASE).above(1, none())),
                refused(
                        "tariff.above is zero",
                        () -> Tariff.builder(BASE).above(0, HIGH),
                        "tariff.above: 0 (expected: >= 1)"),
                refused(
                        "tariff.above is there twice",
                        () -> Tariff.builder(BASE).above(9, HIGH).above(9, BASE),
                        "tariff.above: 9 (expected: each band once)"),
                refused(
                        "wholeInputTokens is negative",
                        () -> SONNET.ceiling(-1, 0),
                        "wholeInputTokens: -1 (expected: >= 0)"),
                refused("outputTokens is negative", () -> SONNET.ceiling(0, -1), "outputTokens: -1 (expected: >= 0)"),
                refused(
                        "cache read is negative",
                        () -> BASE.withCacheRead("-1"),
                        "price.cacheReadPerMillion: -1000000000 (expected: >= 0)"),
                refused(
                        "cache write is negative",
                        () -> BASE.withCacheWrite(LONG, "-1"),
                        "price.cacheWritePerMillion[PT1H]: -1000000000 (expected: >= 0)"),
                refused(
                        "time to live is zero",
                        () -> BASE.withCacheWrite(Duration.ZERO, "1"),
                        "price.timeToLive: PT0S (expected: longer than zero)"));
    }

    @Test
    void cost_whenCacheIsReadAndWritten_pricesEachKind() {
        TokenUsage usage = usage(1_000, 500)
                .cacheRead(10_000)
                .cacheWrite(5_000)
                .cacheWriteByTtl(Map.of(SHORT, 2_000L, LONG, 3_000L))
                .build();

        // 1,000 × 3.30 + 500 × 16.50 + 10,000 × 0.33 + 2,000 × 4.125 + 3,000 × 6.60
        // = 3,300 + 8,250 + 3,300 + 8,250 + 19,800
        assertThat(SONNET.cost(usage)).contains(millionths("42900"));
    }

    @Test
    void cost_whenTimeToLiveIsNotTold_takesTheDearestWrite() {
        // 3,000 × 6.60
        assertThat(SONNET.cost(usage(0, 0).cacheWrite(3_000).build())).contains(millionths("19800"));
        // 2,000 × 4.125 told + 3,000 × 6.60 not told = 8,250 + 19,800
        assertThat(SONNET.cost(usage(0, 0)
                        .cacheWrite(5_000)
                        .cacheWriteByTtl(Map.of(SHORT, 2_000L))
                        .build()))
                .contains(millionths("28050"));
    }

    @Test
    void cost_whenOnlyTimesToLiveAreTold_countsThemForTheSum() {
        // 2,000 × 4.125
        assertThat(SONNET.cost(
                        usage(0, 0).cacheWriteByTtl(Map.of(SHORT, 2_000L)).build()))
                .contains(millionths("8250"));
        // 200,001 writes are above the band, so 200,001 × 8.25
        assertThat(SONNET.cost(
                        usage(0, 0).cacheWriteByTtl(Map.of(SHORT, 200_001L)).build()))
                .contains(millionths("1650008.25"));
    }

    @Test
    void cost_whenWholeInputIsAboveTheBand_pricesAllTokensThere() {
        // 50,000 + 150,000 = 200,000 is not above: 50,000 × 3.30 + 150,000 × 0.33 + 1,000 × 16.50
        // = 165,000 + 49,500 + 16,500
        assertThat(SONNET.cost(usage(50_000, 1_000).cacheRead(150_000).build())).contains(millionths("231000"));
        // one token more: 50,000 × 6.60 + 150,001 × 0.66 + 1,000 × 24.75 = 330,000 + 99,000.66 + 24,750
        assertThat(SONNET.cost(usage(50_000, 1_000).cacheRead(150_001).build())).contains(millionths("453750.66"));
        // a write counts too: 1 × 6.60 + 200,000 × 13.20
        assertThat(SONNET.cost(usage(1, 0).cacheWrite(200_000).build())).contains(millionths("2640006.6"));
    }

    @Test
    void cost_whenOutputAloneIsLarge_staysInTheBand() {
        // 300,000 × 16.50
        assertThat(SONNET.cost(usage(0, 300_000).build())).contains(millionths("4950000"));
    }

    @ParameterizedTest
    @CsvSource({
        // tokens of each of the four kinds, all at $0.0003 a million, that is 0.3 nano-dollars a token; nano-dollars
        "0, 0",
        "1, 2", // 4 × 0.3 = 1.2, rounded up once; each rounded up would be 4
        "2, 3", // 2.4
        "5, 6", // 6.0 exactly
        "1000000, 1200000"
    })
    void cost_whenPricesAreFractionsOfANano_roundsUpOnce(long each, long nanoUsd) {
        TokenPrice price = TokenPrice.perMillion("0.0003", "0.0003")
                .withCacheRead("0.0003")
                .withCacheWrite(SHORT, "0.0003");
        TokenUsage usage = usage(each, each).cacheRead(each).cacheWrite(each).build();

        assertThat(Tariff.of(price).cost(usage)).contains(new Money(nanoUsd));
    }

    @Test
    void cost_whenFree_isZeroAndNotUnknown() {
        TokenPrice free = TokenPrice.perMillion("0", "0").withCacheRead("0").withCacheWrite(LONG, "0");

        assertThat(Tariff.of(free).cost(usage(9, 9).cacheRead(9).cacheWrite(9).build()))
                .contains(Money.ZERO);
    }

    @Test
    void cost_whenAKindThatWasUsedHasNoPrice_isUnknownAndNotZero() {
        Tariff bare = Tariff.of(TokenPrice.perMillion("3", "15"));
        Tariff shortOnly = Tariff.of(TokenPrice.perMillion("3", "15").withCacheWrite(SHORT, "3.75"));

        assertThat(bare.cost(usage(1, 1).cacheRead(1).build())).isEmpty();
        assertThat(bare.cost(usage(1, 1).cacheWrite(1).build())).isEmpty();
        assertThat(shortOnly.cost(usage(1, 1).cacheWriteByTtl(Map.of(LONG, 1L)).build()))
                .isEmpty();
        assertThat(bare.cost(usage(1, 1)
                        .cacheRead(0)
                        .cacheWrite(0)
                        .cacheWriteByTtl(Map.of(LONG, 0L))
                        .build()))
                .contains(new Money(18_000));
    }

    @Test
    void cost_whenTheBandLacksAPriceThatAnotherHas_isUnknown() {
        Tariff tariff = Tariff.builder(BASE)
                .above(100, TokenPrice.perMillion("6.60", "24.75"))
                .build();

        assertThat(tariff.cost(usage(0, 0).cacheRead(100).build())).isPresent();
        assertThat(tariff.cost(usage(0, 0).cacheRead(101).build())).isEmpty();
    }

    @Test
    void cost_whenCountsAreUnknownOrAbsurd_isUnknown() {
        assertThat(SONNET.cost(TokenUsage.unknown())).isEmpty();
        assertThat(SONNET.cost(TokenUsage.builder().input(1).build())).isEmpty();
        assertThat(SONNET.cost(TokenUsage.builder().output(1).build())).isEmpty();
        assertThat(SONNET.cost(TokenUsage.of(Long.MAX_VALUE, 1))).isEmpty();
        assertThat(SONNET.cost(usage(1, 1).cacheRead(Long.MAX_VALUE).build())).isEmpty();
        assertThat(SONNET.ceiling(Long.MAX_VALUE, 0)).isEmpty();
    }

    @Test
    void ceiling_takesTheDearestKindOfInput() {
        // all of the input written for an hour: 1,000 × 6.60 + 100 × 16.50 = 6,600 + 1,650
        assertThat(SONNET.ceiling(1_000, 100)).contains(millionths("8250"));
        // a dear read counts as well: 1,000 × 9 + 100 × 15
        assertThat(Tariff.of(TokenPrice.perMillion("3", "15").withCacheRead("9"))
                        .ceiling(1_000, 100))
                .contains(millionths("10500"));
    }

    @Test
    void ceiling_takesTheDearestBandWithinReach() {
        // 200,000 × 6.60 is below the band; one more is above it: 200,001 × 13.20
        assertThat(SONNET.ceiling(200_000, 0)).contains(millionths("1320000"));
        assertThat(SONNET.ceiling(200_001, 0)).contains(millionths("2640013.2"));
    }

    @Test
    void ceiling_whenAHigherBandIsCheaper_isTheMostOfTheLowerOne() {
        Tariff rebate = Tariff.builder(TokenPrice.perMillion("3", "15"))
                .above(1_000, TokenPrice.perMillion("1", "2"))
                .build();

        // at most 1,000 tokens can be charged the base: 1,000 × 3 + 100 × 15; the band: 2,000 × 1 + 100 × 2 = 2,200
        assertThat(rebate.ceiling(2_000, 100)).contains(millionths("4500"));
        // 9,000 × 1 + 100 × 2
        assertThat(rebate.ceiling(9_000, 100)).contains(millionths("9200"));
    }

    @Test
    void priceOf_isTheBandOfTheWholeInput() {
        assertThat(SONNET.priceOf(0)).isSameAs(BASE);
        assertThat(SONNET.priceOf(200_000)).isSameAs(BASE);
        assertThat(SONNET.priceOf(200_001)).isSameAs(HIGH);
        assertThat(SONNET.priceOf(Long.MAX_VALUE)).isSameAs(HIGH);
    }

    @Test
    void price_whenAKindIsSetTwice_keepsTheLast() {
        TokenPrice price = BASE.withCacheRead("1").withCacheWrite(LONG, "2");

        assertThat(price.cacheReadPerMillion()).contains(Money.usd("1"));
        assertThat(price.cacheWritePerMillion())
                .isEqualTo(Map.of(SHORT, Money.usd("4.125"), LONG, Money.usd("2")))
                .isUnmodifiable();
        assertThat(BASE.cacheReadPerMillion()).contains(Money.usd("0.33"));
    }

    @Test
    void values_areEqualByValueAndReadable() {
        EqualsVerifier.forClass(Tariff.class).withNonnullFields("bands").verify();
        EqualsVerifier.forClass(TokenPrice.class)
                .withNonnullFields("input", "output", "cacheWrite")
                .withIgnoredFields("dearestCacheWrite", "dearestInput")
                .verify();
        assertThat(Tariff.builder(TokenPrice.perMillion("3", "15"))
                        .above(9, TokenPrice.perMillion("6", "22.5").withCacheRead("1"))
                        .build())
                .hasToString("Tariff[TokenPrice[input=$3.000000, output=$15.000000],"
                        + " above 9: TokenPrice[input=$6.000000, output=$22.500000, cacheRead=$1.000000]]");
    }
}
