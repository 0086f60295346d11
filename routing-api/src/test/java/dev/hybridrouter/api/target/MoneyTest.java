package dev.hybridrouter.api.target;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.internal.BadValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exact dollars: parsing, adding, comparing, showing. */
class MoneyTest {
    private static final long SEED = 20260131;

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "3.00, 3000000000",
        "0.0375, 37500000",
        ".5, 500000000",
        "+1, 1000000000",
        "-0.000000001, -1",
        "0.000000001, 1",
        "1E-9, 1",
        "1e3, 1000000000000",
        "1.0000000000000, 1000000000",
        "9223372036.854775807, 9223372036854775807",
        "-9223372036.854775808, -9223372036854775808"
    })
    void usd_whenTextIsExact_countsNanoDollars(String text, long nanoUsd) {
        assertThat(Money.usd(text)).isEqualTo(new Money(nanoUsd));
    }

    @ParameterizedTest
    @MethodSource
    void usd_whenTextIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> usd_whenTextIsBad_namesFieldAndFix() {
        return Stream.concat(
                Stream.of(absent("usd", () -> Money.usd(none()))),
                Stream.concat(
                        Stream.of("", " ", "three", "3,00", "$3", "3 ", "0x10", "NaN", "1_000")
                                .map(text -> refused(
                                        '"' + text + "\" is no number",
                                        () -> Money.usd(text),
                                        "usd: \"" + text + "\" (expected: a decimal number such as 3.00)")),
                        Stream.of(
                                        "0.0000000001",
                                        "1.0000000005",
                                        "9223372036.854775808",
                                        "-9223372036.854775809",
                                        "1e999999999",
                                        "1e-999999999",
                                        "1e2147483647")
                                .map(text -> refused(
                                        text + " does not fit",
                                        () -> Money.usd(text),
                                        "usd: " + text + " (expected: at most nine decimals and about 9.2 billion)"))));
    }

    @Test
    void usd_whenAnyAmountIsWrittenAndReadAgain_isUnchanged() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            Money money = new Money(random.nextLong() >> random.nextInt(63));

            assertThat(Money.usd(money.toUsd().toPlainString()))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(money);
            assertThat(money.toUsd().movePointRight(9).toBigIntegerExact())
                    .isEqualTo(BigInteger.valueOf(money.nanoUsd()));
        }
    }

    @Test
    void plus_whenAnyTwoAmountsAreAdded_isTheExactSumOrRefused() {
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            Money left = new Money(random.nextLong());
            Money right = new Money(random.nextLong());
            BigDecimal exact = left.toUsd().add(right.toUsd());
            if (exact.unscaledValue().bitLength() < Long.SIZE) {
                assertThat(left.plus(right).toUsd())
                        .as("seed %d, round %d", SEED, round)
                        .isEqualTo(exact);
                assertThat(right.plus(left)).isEqualTo(left.plus(right));
            } else {
                refused++;
                assertThatThrownBy(() -> left.plus(right)).isInstanceOf(ArithmeticException.class);
            }
        }
        assertThat(refused).isBetween(300, 700);
    }

    @Test
    void plus_whenCorrectionIsNegative_subtracts() {
        assertThat(Money.usd("0.10").plus(Money.usd("-0.30"))).isEqualTo(Money.usd("-0.20"));
        assertThat(Money.usd("0.10").plus(Money.usd("0.20"))).isEqualTo(Money.usd("0.30"));
        assertThat(Money.ZERO.plus(Money.ZERO)).isEqualTo(Money.ZERO);
    }

    @Test
    void plus_whenSumDoesNotFit_isRefusedInsteadOfTurningNegative() {
        Money most = new Money(Long.MAX_VALUE);

        assertThatThrownBy(() -> most.plus(new Money(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Money(Long.MIN_VALUE).plus(new Money(-1))).isInstanceOf(ArithmeticException.class);
        assertThat(most.plus(new Money(Long.MIN_VALUE))).isEqualTo(new Money(-1));
    }

    @Test
    void compareTo_whenAmountsAreFarApart_doesNotOverflow() {
        assertThat(new Money(Long.MIN_VALUE)).isLessThan(new Money(Long.MAX_VALUE));
        assertThat(Money.usd("2.00")).isEqualByComparingTo(Money.usd("2")).isEqualTo(Money.usd("2"));
        assertThat(Money.usd("0.000000001")).isGreaterThan(Money.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "0, $0.000000",
        "12.5, $12.500000",
        "0.000000499, $0.000000",
        "0.0000005, $0.000001",
        "-0.0000005, $-0.000001",
        "-0.000000499, $0.000000",
        "9223372036.854775807, $9223372036.854776"
    })
    void toString_whenShownToPeople_roundsHalfUpToAMillionth(String amount, String shown) {
        assertThat(Money.usd(amount)).hasToString(shown);
    }
}
