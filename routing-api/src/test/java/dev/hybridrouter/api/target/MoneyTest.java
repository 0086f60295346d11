package dev.hybridrouter.api.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "3, 3000000000", "0.0375, 37500000", "0.000000001, 1", "-1.5, -1500000000", "1e-3, 1000000"})
    void usd_isExact(String text, long nanoUsd) {
        assertThat(Money.usd(text)).isEqualTo(new Money(nanoUsd));
        assertThat(Money.usd(text).toUsd()).isEqualByComparingTo(new BigDecimal(text));
    }

    @Test
    void toString_roundsToAMillionthOfADollar() {
        assertThat(new Money(1_234_567)).hasToString("$0.001235");
        assertThat(Money.usd("12")).hasToString("$12.000000");
    }

    @Test
    void plus_refusesToOverflow() {
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE).plus(new Money(1))).isInstanceOf(ArithmeticException.class);
        assertThat(Money.usd("1").plus(Money.usd("-1"))).isEqualTo(Money.ZERO);
    }

    @Test
    void compareTo_ordersByAmount() {
        assertThat(Money.usd("1")).isGreaterThan(Money.ZERO).isLessThan(Money.usd("1.000000001"));
    }

    @ParameterizedTest
    @CsvSource({
        "3.00,  15.00, 1000,    500,    10500000",
        "3.00,  15.00, 1,       0,      3000",
        "0.06,  0.24,  1,       1,      300",
        "0.035, 0.14,  1,       0,      35",
        "0.0001, 0,    1,       0,      1",
        "0.0001, 0,    10001,   0,      1001",
        "0,     0,     1000000, 1000000, 0"
    })
    void cost_isRoundedUpOnceAfterSumming(String input, String output, long inTokens, long outTokens, long nanoUsd) {
        assertThat(TokenPrice.perMillion(input, output).cost(inTokens, outTokens))
                .isEqualTo(new Money(nanoUsd));
    }

    @Test
    void cost_refusesToOverflow_andNegativeTokens() {
        TokenPrice price = TokenPrice.perMillion("1000", "1000");
        assertThatThrownBy(() -> price.cost(Long.MAX_VALUE, 0)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> price.cost(-1, 0)).hasMessage("inputTokens: -1 (expected: >= 0)");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void cost_agreesWithExactArithmetic(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BigInteger million = BigInteger.valueOf(1_000_000);
        for (int i = 0; i < 10_000; i++) {
            Money input = new Money(random.nextLong(100_000_000_000L));
            Money output = new Money(random.nextLong(100_000_000_000L));
            long in = random.nextLong(10_000_000);
            long out = random.nextLong(10_000_000);
            BigInteger exact = BigInteger.valueOf(input.nanoUsd())
                    .multiply(BigInteger.valueOf(in))
                    .add(BigInteger.valueOf(output.nanoUsd()).multiply(BigInteger.valueOf(out)));
            BigInteger[] parts = exact.divideAndRemainder(million);
            long expected = parts[0].longValueExact() + (parts[1].signum() == 0 ? 0 : 1);
            assertThat(new TokenPrice(input, output).cost(in, out).nanoUsd()).isEqualTo(expected);
        }
    }
}
