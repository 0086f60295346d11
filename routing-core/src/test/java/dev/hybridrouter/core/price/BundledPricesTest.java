package dev.hybridrouter.core.price;

import static dev.hybridrouter.core.price.PriceBook.DEFAULT_TIER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.spi.BilledModel;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The book that comes with the library. */
class BundledPricesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final PriceBook BOOK = PriceBook.bundled();

    private static Tariff tariff(String model, String scope) {
        return BOOK.tariff(new BilledModel(model, scope), DEFAULT_TIER, DAY).orElseThrow();
    }

    @Test
    void everyLine_isPricedAndHasASourceThatWasReadBeforeItHolds() {
        assertThat(BOOK.lines()).hasSizeGreaterThan(500).allSatisfy(line -> {
            assertThat(line.perMillion()).as("%s", line.key()).isGreaterThan(Money.ZERO);
            assertThat(line.source()).startsWith("github.com/");
            assertThat(line.read()).isAfterOrEqualTo(line.validFrom()).isBeforeOrEqualTo(DAY);
        });
    }

    @Test
    void everyLine_isPartOfATariff() {
        assertThat(BOOK.lines()).allSatisfy(line -> assertThat(
                        BOOK.tariff(line.key().billed(), line.key().tier(), DAY))
                .as("%s", line.key())
                .isPresent());
    }

    @Test
    void noLine_isForAnywhere() {
        assertThat(BOOK.lines()).noneMatch(line -> line.key().billed().scope().equals(BilledModel.ANYWHERE));
    }

    @Test
    void cacheWrites_areDearerThanInputAndReadsAreCheaper() {
        assertThat(BOOK.lines()).allSatisfy(line -> {
            PriceKey key = line.key();
            Money input = BOOK.line(new PriceKey(key.billed(), key.tier(), key.aboveTokens(), TokenKind.INPUT), DAY)
                    .orElseThrow()
                    .perMillion();
            switch (key.kind()) {
                case CACHE_READ -> assertThat(line.perMillion()).as("%s", key).isLessThan(input);
                case CACHE_WRITE_5M, CACHE_WRITE_1H ->
                    assertThat(line.perMillion()).as("%s", key).isGreaterThan(input);
                default -> assertThat(line.perMillion()).isNotNull();
            }
        });
    }

    @Test
    void sonnet_costsTenPercentMoreInEuropeThanGlobally() {
        TokenUsage usage = TokenUsage.builder()
                .input(1_000)
                .output(500)
                .cacheRead(10_000)
                .cacheWrite(3_000)
                .cacheWriteByTtl(Map.of(Duration.ofHours(1), 3_000L))
                .build();

        // 1,000 × 3.00 + 500 × 15.00 + 10,000 × 0.30 + 3,000 × 6.00 = 3,000 + 7,500 + 3,000 + 18,000 millionths
        assertThat(tariff("anthropic.claude-sonnet-4-6", "profile:global").cost(usage))
                .contains(Money.usd("0.0315"));
        // 1,000 × 3.30 + 500 × 16.50 + 10,000 × 0.33 + 3,000 × 6.60 = 3,300 + 8,250 + 3,300 + 19,800
        assertThat(tariff("anthropic.claude-sonnet-4-6", "profile:eu").cost(usage))
                .contains(Money.usd("0.03465"));
    }

    @Test
    void longContext_costsMoreWhereTheBookSaysSo() {
        Tariff sonnet = tariff("anthropic.claude-sonnet-4-5-20250929-v1:0", "profile:us");

        // 200,000 × 3.30 and 200,001 × 6.60
        assertThat(sonnet.cost(TokenUsage.of(200_000, 0))).contains(Money.usd("0.66"));
        assertThat(sonnet.cost(TokenUsage.of(200_001, 0))).contains(Money.usd("1.3200066"));
    }

    @Test
    void tiers_haveTheirOwnPrices() {
        BilledModel nova = new BilledModel("amazon.nova-2-lite-v1:0", "profile:global");

        // 1,000,000 × 0.525 + 1,000,000 × 4.375
        assertThat(BOOK.tariff(nova, "priority", DAY).orElseThrow().cost(TokenUsage.of(1_000_000, 1_000_000)))
                .contains(Money.usd("4.90"));
        // 1,000,000 × 0.15 + 1,000,000 × 1.25
        assertThat(BOOK.tariff(nova, "flex", DAY).orElseThrow().cost(TokenUsage.of(1_000_000, 1_000_000)))
                .contains(Money.usd("1.40"));
    }

    @Test
    void whatNoSourceTells_isUnpriced() {
        assertThat(BOOK.tariff(new BilledModel("anthropic.claude-sonnet-4-6", "eu-central-1"), DEFAULT_TIER, DAY))
                .isEmpty();
        assertThat(BOOK.tariff(new BilledModel("anthropic.claude-mythos-preview", "profile:us"), DEFAULT_TIER, DAY))
                .isEmpty();
    }
}
