package dev.hybridrouter.core.price;

import static dev.hybridrouter.core.price.Books.DAY;
import static dev.hybridrouter.core.price.Books.in;
import static dev.hybridrouter.core.price.PriceBook.DEFAULT_TIER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.spi.BilledModel;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which price holds for what, and when. */
class PriceBookTest {
    private static final TokenUsage USAGE = TokenUsage.of(1_000, 100);

    private static Optional<Money> cost(PriceBook book, String scope, String tier, LocalDate on) {
        return book.tariff(in(scope), tier, on).flatMap(tariff -> tariff.cost(USAGE));
    }

    private static Optional<Money> cost(PriceBook book, String scope) {
        return cost(book, scope, DEFAULT_TIER, DAY);
    }

    @Test
    void tariff_whenTheScopeHasItsOwnPrices_neverMixesInThoseOfAnywhere() {
        PriceBook book = Books.of(
                "m,*,default,0,input,3.00,2026-01-01",
                "m,*,default,0,output,15.00,2026-01-01",
                "m,*,default,0,cache_read,0.30,2026-01-01",
                "m,profile:eu,default,0,input,3.30,2026-01-01",
                "m,profile:eu,default,0,output,16.50,2026-01-01",
                "m,eu-central-1,default,0,input,3.60,2026-01-01");

        // 1,000 × 3.30 + 100 × 16.50 = 3,300 + 1,650 millionths
        assertThat(cost(book, "profile:eu")).contains(Money.usd("0.00495"));
        // 1,000 × 3.00 + 100 × 15.00 = 3,000 + 1,500
        assertThat(cost(book, "profile:global")).contains(Money.usd("0.0045"));
        assertThat(cost(book, BilledModel.ANYWHERE)).contains(Money.usd("0.0045"));
        // read from the cache: priced anywhere, but not under profile:eu
        assertThat(book.tariff(in("profile:eu"), DEFAULT_TIER, DAY)
                        .orElseThrow()
                        .priceOf(1))
                .isEqualTo(TokenPrice.perMillion("3.30", "16.50"));
        // output has no price in eu-central-1, and does not borrow one
        assertThat(cost(book, "eu-central-1")).isEmpty();
    }

    @Test
    void tariff_isOfTheTierAlone() {
        PriceBook book = Books.of(
                "m,*,default,0,input,3.00,2026-01-01",
                "m,*,default,0,output,15.00,2026-01-01",
                "m,*,flex,0,input,1.50,2026-01-01",
                "m,*,flex,0,output,7.50,2026-01-01",
                "m,*,priority,0,input,5.25,2026-01-01",
                "m,*,priority,0,output,26.25,2026-01-01");

        // 1,000 × 1.50 + 100 × 7.50 and 1,000 × 5.25 + 100 × 26.25
        assertThat(cost(book, "*", "flex", DAY)).contains(Money.usd("0.00225"));
        assertThat(cost(book, "*", "priority", DAY)).contains(Money.usd("0.007875"));
        assertThat(cost(book, "*", "batch", DAY)).isEmpty();
    }

    @Test
    void tariff_isOfTheNewestLineThatHasBegun() {
        PriceBook book = Books.of(
                "m,*,default,0,input,2.00,2026-06-30",
                "m,*,default,0,output,10.00,2026-06-30",
                "m,*,default,0,input,3.00,2026-09-01",
                "m,*,default,0,output,20.00,2026-09-02",
                "m,eu-north-1,default,0,input,9.00,2026-09-01",
                "m,eu-north-1,default,0,output,9.00,2026-09-01");

        assertThat(cost(book, "*", DEFAULT_TIER, LocalDate.of(2026, 6, 29))).isEmpty();
        // 1,000 × 2.00 + 100 × 10.00
        assertThat(cost(book, "*", DEFAULT_TIER, LocalDate.of(2026, 6, 30))).contains(Money.usd("0.003"));
        assertThat(cost(book, "*", DEFAULT_TIER, LocalDate.of(2026, 8, 31))).contains(Money.usd("0.003"));
        // only input changed: 1,000 × 3.00 + 100 × 10.00
        assertThat(cost(book, "*", DEFAULT_TIER, LocalDate.of(2026, 9, 1))).contains(Money.usd("0.004"));
        // the next day output: 1,000 × 3.00 + 100 × 20.00
        assertThat(cost(book, "*", DEFAULT_TIER, LocalDate.of(2026, 9, 2))).contains(Money.usd("0.005"));
        assertThat(cost(book, "*", DEFAULT_TIER, LocalDate.MAX)).contains(Money.usd("0.005"));
        // a scope whose prices have not begun is still that of anywhere
        assertThat(cost(book, "eu-north-1", DEFAULT_TIER, LocalDate.of(2026, 8, 31)))
                .contains(Money.usd("0.003"));
        // 1,000 × 9.00 + 100 × 9.00
        assertThat(cost(book, "eu-north-1", DEFAULT_TIER, LocalDate.of(2026, 9, 1)))
                .contains(Money.usd("0.0099"));
    }

    @Test
    void tariff_whenThereAreBands_hasThemAll() {
        PriceBook book = Books.of(
                "m,*,default,0,input,3.00,2026-01-01",
                "m,*,default,0,output,15.00,2026-01-01",
                "m,*,default,0,cache_read,0.30,2026-01-01",
                "m,*,default,0,cache_write_5m,3.75,2026-01-01",
                "m,*,default,0,cache_write_1h,6.00,2026-01-01",
                "m,*,default,200000,output,22.50,2026-01-01",
                "m,*,default,200000,input,6.00,2026-01-01");

        TokenPrice base = TokenPrice.perMillion("3", "15")
                .withCacheRead("0.3")
                .withCacheWrite(Duration.ofMinutes(5), "3.75")
                .withCacheWrite(Duration.ofHours(1), "6");
        assertThat(book.tariff(in("*"), DEFAULT_TIER, DAY))
                .contains(Tariff.builder(base)
                        .above(200_000, TokenPrice.perMillion("6", "22.5"))
                        .build());
    }

    @Test
    void tariff_whenABandLacksInputOrOutput_isUnpriced() {
        PriceBook noBase = Books.of("m,*,default,9,input,3,2026-01-01", "m,*,default,9,output,3,2026-01-01");
        PriceBook noOutput = Books.of(
                "m,*,default,0,input,3,2026-01-01",
                "m,*,default,0,output,3,2026-01-01",
                "m,*,default,9,input,3,2026-01-01");

        assertThat(cost(noBase, "*")).isEmpty();
        assertThat(cost(noOutput, "*")).isEmpty();
    }

    @Test
    void tariff_whenFree_isZeroAndNotUnpriced() {
        PriceBook book = Books.of("m,*,default,0,input,0,2026-01-01", "m,*,default,0,output,0.00,2026-01-01");

        assertThat(cost(book, "*")).contains(Money.ZERO);
        assertThat(book.tariff(new BilledModel("other", "*"), DEFAULT_TIER, DAY))
                .isEmpty();
    }

    @Test
    void plus_letsTheOtherCountFromItsFirstDayOn() {
        PriceBook ours = Books.of(
                "m,*,default,0,input,3.00,2026-01-01",
                "m,*,default,0,input,4.00,2026-07-01",
                "m,*,default,0,output,10.00,2026-01-01");
        PriceBook negotiated = Books.of("m,*,default,0,input,2.00,2026-03-01", "m,*,default,0,input,1.00,2027-01-01");
        PriceBook sum = ours.plus(negotiated);

        // 1,000 × input + 100 × 10.00
        assertThat(cost(sum, "*", DEFAULT_TIER, LocalDate.of(2026, 2, 28))).contains(Money.usd("0.004"));
        assertThat(cost(sum, "*", DEFAULT_TIER, LocalDate.of(2026, 3, 1))).contains(Money.usd("0.003"));
        assertThat(cost(sum, "*", DEFAULT_TIER, LocalDate.of(2026, 12, 31))).contains(Money.usd("0.003"));
        assertThat(cost(sum, "*", DEFAULT_TIER, LocalDate.of(2027, 1, 1))).contains(Money.usd("0.002"));
        assertThat(cost(ours, "*", DEFAULT_TIER, LocalDate.of(2026, 12, 31))).contains(Money.usd("0.005"));
        assertThat(sum.lines()).hasSize(4);
    }

    @Test
    void builder_addsAPriceWithItsCacheKinds() {
        TokenPrice price = TokenPrice.perMillion("3", "15")
                .withCacheRead("0.3")
                .withCacheWrite(Duration.ofMinutes(5), "3.75")
                .withCacheWrite(Duration.ofHours(1), "6");
        PriceBook.Builder builder = PriceBook.builder().price(in("*"), price, DAY, "contract 7");
        PriceBook book = builder.build();

        assertThat(book.tariff(in("eu-west-1"), DEFAULT_TIER, DAY)).contains(Tariff.of(price));
        assertThat(book.lines()).hasSize(5).allMatch(line -> line.source().equals("contract 7"));
        builder.price(in("x"), price, DAY, "later");
        assertThat(book.lines()).hasSize(5);
    }

    @Test
    void builder_whenALineIsTwiceOrHasNoKind_isRefused() {
        TokenPrice price = TokenPrice.perMillion("3", "15");
        PriceBook.Builder builder = PriceBook.builder().price(in("*"), price, DAY, "s");

        assertThatThrownBy(() -> builder.price(in("*"), price, DAY, "s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line: m * default input from 2026-06-15 twice (expected: each price and date once)");
        assertThatThrownBy(() -> builder.price(in("y"), price.withCacheWrite(Duration.ofMinutes(9), "1"), DAY, "s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("price.timeToLive: PT9M (expected: PT5M or PT1H)");
        assertThatThrownBy(() -> new PriceKey(in("*"), "default", -1, TokenKind.INPUT))
                .hasMessage("above_tokens: -1 (expected: >= 0)");
        PriceKey key = new PriceKey(in("*"), "default", 0, TokenKind.INPUT);
        assertThatThrownBy(() -> new PriceLine(key, new Money(-1), DAY, DAY, "s"))
                .hasMessage("line.perMillion: -1 (expected: >= 0)");
        assertThatThrownBy(() -> new PriceLine(key, Money.ZERO, DAY, DAY, " "))
                .hasMessage("source: blank (expected: at least one visible character)");
    }
}
