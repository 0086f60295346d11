package dev.hybridrouter.api.target;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.internal.BadValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What tokens cost, to the nano-dollar. */
class TokenPriceTest {
    private static final long SEED = 20260131;
    private static final TokenPrice PRICE = TokenPrice.perMillion("3.00", "15.00");

    @ParameterizedTest
    @MethodSource
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> construct_whenValueIsBad_namesFieldAndFix() {
        return Stream.of(
                absent("price.inputPerMillion", () -> TokenPrice.perMillion(none(), Money.ZERO)),
                absent("price.outputPerMillion", () -> TokenPrice.perMillion(Money.ZERO, none())),
                absent("usd", () -> TokenPrice.perMillion("3", none())),
                refused(
                        "price.inputPerMillion is negative",
                        () -> TokenPrice.perMillion("-0.000000001", "0"),
                        "price.inputPerMillion: -1 (expected: >= 0)"),
                refused(
                        "price.outputPerMillion is negative",
                        () -> TokenPrice.perMillion("0", "-15"),
                        "price.outputPerMillion: -15000000000 (expected: >= 0)"),
                refused(
                        "perMillion is no number",
                        () -> TokenPrice.perMillion("3", "fifteen"),
                        "usd: \"fifteen\" (expected: a decimal number such as 3.00)"),
                refused("inputTokens is negative", () -> PRICE.cost(-1, 0), "inputTokens: -1 (expected: >= 0)"),
                refused("outputTokens is negative", () -> PRICE.cost(0, -1), "outputTokens: -1 (expected: >= 0)"));
    }

    /** Worked out by hand: tokens × dollars per million ÷ 1,000,000, in nano-dollars, rounded up. */
    @ParameterizedTest
    @CsvSource({
        // input price, output price, input, output, nano-dollars
        "3.00,        15.00,       0,          0,       0",
        "3.00,        15.00,       1,          0,       3000",
        "3.00,        15.00,       1000000,    1000000, 18000000000",
        "3.00,        15.00,       12345,      678,     47205000",
        "0.25,        1.25,        7,          3,       5500",
        "0.0375,      0.15,        1,          1,       188", // 37.5 + 150 = 187.5
        "0.0003,      0.0003,      1,          1,       1", // 0.3 + 0.3 = 0.6: summed first, rounded once
        "0.0005,      0.0005,      1,          1,       1", // 0.5 + 0.5 = 1 exactly
        "0.0006,      0.0006,      1,          1,       2", // 0.6 + 0.6 = 1.2
        "0.000000001, 0,           1,          0,       1", // a millionth of a nano-dollar is not free
        "0.000000001, 0,           1000000,    0,       1",
        "0.000000001, 0,           1000001,    0,       2",
        "0,           0,           9000000000, 9000000, 0",
        "15.00,       75.00,       0,          2147483647, 161061273525000"
    })
    void cost_whenWorkedOutByHand_isTheSame(String in, String out, long input, long output, long nanoUsd) {
        assertThat(TokenPrice.perMillion(in, out).cost(input, output)).isEqualTo(new Money(nanoUsd));
    }

    @Test
    void cost_whenAmountFits_isNeverRefused() {
        TokenPrice dear = TokenPrice.perMillion("9223372036.854775807", "0");

        assertThat(dear.cost(1_000_000, 0)).isEqualTo(new Money(Long.MAX_VALUE));
        assertThat(dear.cost(999_999, 0)).isEqualTo(new Money(9_223_362_813_482_738_953L));
        assertThat(TokenPrice.perMillion("0.001", "0").cost(Long.MAX_VALUE, 0)).isEqualTo(new Money(Long.MAX_VALUE));
    }

    @Test
    void cost_whenAmountDoesNotFit_isRefusedInsteadOfTurningNegative() {
        TokenPrice dear = TokenPrice.perMillion("9223372036.854775807", "0.000000001");

        assertThatThrownBy(() -> dear.cost(1_000_001, 0)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> dear.cost(1_000_000, 1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> PRICE.cost(Long.MAX_VALUE, 0)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void cost_whenPricesAndTokensAreRandom_isTheExactAmountRoundedUpOnce() {
        Random random = new Random(SEED);
        for (int round = 0; round < 5_000; round++) {
            Money inputPrice = new Money(magnitude(random, 45));
            Money outputPrice = new Money(magnitude(random, 45));
            long input = magnitude(random, 36);
            long output = magnitude(random, 36);
            BigDecimal exact = inputPrice
                    .toUsd()
                    .multiply(BigDecimal.valueOf(input))
                    .add(outputPrice.toUsd().multiply(BigDecimal.valueOf(output)))
                    .movePointLeft(6)
                    .setScale(9, RoundingMode.CEILING);

            assertThat(TokenPrice.perMillion(inputPrice, outputPrice)
                            .cost(input, output)
                            .toUsd())
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(exact);
        }
    }

    @Test
    void cost_whenTokensAreSplitOverTwoCalls_isAtMostOneNanoDollarDearer() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            TokenPrice price =
                    TokenPrice.perMillion(new Money(magnitude(random, 38)), new Money(magnitude(random, 38)));
            long first = magnitude(random, 20);
            long second = magnitude(random, 20);
            Money whole = price.cost(first + second, first);
            Money split = price.cost(first, first).plus(price.cost(second, 0));

            assertThat(split.nanoUsd() - whole.nanoUsd())
                    .as("seed %d, round %d", SEED, round)
                    .isBetween(0L, 1L);
        }
    }

    /** Random numbers of every size, so that small and large ones are equally frequent. */
    private static long magnitude(Random random, int mostBits) {
        return random.nextLong() >>> (Long.SIZE - 1 - random.nextInt(mostBits));
    }
}
