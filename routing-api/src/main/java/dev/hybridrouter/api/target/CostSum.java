package dev.hybridrouter.api.target;

/** Sums tokens times prices exactly, and rounds up to a whole nano-dollar once. For one thread; lives inside a method. */
final class CostSum {
    private static final long MILLION = 1_000_000;

    private long whole;
    private long rest; // in millionths of a nano-dollar, below a million nano-dollars for each addition

    /**
     * Adds tokens at a price per million. The product is taken in two parts, of which neither overflows where the amount
     * fits.
     *
     * @throws ArithmeticException if the amount does not fit
     */
    void add(long tokens, Money perMillion) {
        long price = perMillion.nanoUsd();
        whole = Math.addExact(whole, Math.multiplyExact(tokens / MILLION, price));
        whole = Math.addExact(whole, tokens % MILLION * (price / MILLION));
        rest += tokens % MILLION * (price % MILLION);
    }

    /**
     * The sum.
     *
     * @throws ArithmeticException if the amount does not fit
     */
    Money roundedUp() {
        return new Money(Math.addExact(whole, (rest + MILLION - 1) / MILLION));
    }
}
