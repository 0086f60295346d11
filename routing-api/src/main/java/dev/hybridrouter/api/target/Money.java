package dev.hybridrouter.api.target;

import dev.hybridrouter.api.internal.Check;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of US dollars, kept as an exact whole number of nano-dollars (1 USD = 10⁹). Never floating point.
 *
 * @param nanoUsd the amount in nano-dollars; may be negative for a correction
 */
public record Money(long nanoUsd) implements Comparable<Money> {
    private static final int SCALE = 9;

    /** No money. */
    public static final Money ZERO = new Money(0);

    /**
     * Returns the amount written as decimal dollars, for example {@code "0.0375"}.
     *
     * @throws IllegalArgumentException if it is no number, has more than nine decimals, or exceeds about 9.2 billion
     */
    public static Money usd(String amount) {
        try {
            return new Money(new BigDecimal(Check.notNull(amount, "usd"))
                    .movePointRight(SCALE)
                    .longValueExact());
        } catch (NumberFormatException e) {
            throw Check.invalid("usd", '"' + amount + '"', "a decimal number such as 3.00");
        } catch (ArithmeticException e) {
            throw Check.invalid("usd", amount, "at most nine decimals and about 9.2 billion");
        }
    }

    /**
     * Returns the sum.
     *
     * @throws ArithmeticException if it does not fit
     */
    public Money plus(Money other) {
        return new Money(Math.addExact(nanoUsd, other.nanoUsd));
    }

    /** The amount in dollars, exact. */
    public BigDecimal toUsd() {
        return BigDecimal.valueOf(nanoUsd, SCALE);
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanoUsd, other.nanoUsd);
    }

    /** The amount rounded to a millionth of a dollar, for people. */
    @Override
    public String toString() {
        return "$" + toUsd().setScale(6, RoundingMode.HALF_UP).toPlainString();
    }
}
