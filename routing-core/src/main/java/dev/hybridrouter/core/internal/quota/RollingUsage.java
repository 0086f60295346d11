package dev.hybridrouter.core.internal.quota;

/**
 * What was taken within a span before now, by slots of it. A slot counts until all of it is out of the span, so an amount
 * counts for the span at least and for one slot more at most.
 */
final class RollingUsage implements Usage {
    private final long slotNanos;
    private final long[] amounts;
    private long newest;
    private long sum;

    /** A span of so many slots. */
    RollingUsage(int slots, long slotNanos) {
        this.slotNanos = slotNanos;
        this.amounts = new long[slots + 1];
    }

    @Override
    public long at(long nanos) {
        long left = sum;
        long gone = Math.min(nanos / slotNanos - amounts.length, newest);
        for (long slot = Math.max(0, newest - amounts.length + 1); slot <= gone; slot++) {
            left -= amounts[index(slot)];
        }
        return left;
    }

    @Override
    public long goneAt() {
        return (newest + amounts.length) * slotNanos;
    }

    @Override
    public void change(long by, long since, long nanos) {
        moveTo(nanos / slotNanos);
        long slot = since / slotNanos;
        if (slot > newest - amounts.length) {
            amounts[index(slot)] += by;
            sum += by;
        }
    }

    private void moveTo(long slot) {
        for (long next = Math.max(newest + 1, slot - amounts.length + 1); next <= slot; next++) {
            sum -= amounts[index(next)];
            amounts[index(next)] = 0;
        }
        newest = slot;
    }

    private int index(long slot) {
        return (int) (slot % amounts.length);
    }
}
