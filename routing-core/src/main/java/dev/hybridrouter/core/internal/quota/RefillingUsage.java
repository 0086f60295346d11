package dev.hybridrouter.core.internal.quota;

import java.util.concurrent.TimeUnit;

/**
 * What was taken from a bucket of one minute's size that refills evenly. Exact in whole units: the part of a unit that has
 * come back is carried on.
 */
final class RefillingUsage implements Usage {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long SECONDS = 60;
    private static final long MINUTE = SECONDS * SECOND;
    private static final long MOST_MINUTES = 100_000_000; // where nanoseconds still fit a long

    private final long most;
    private long perMinute;
    private long level;
    private long part; // of a unit that has come back, times a minute's nanoseconds
    private long atNanos;

    RefillingUsage(long most) {
        this.most = most;
        this.perMinute = most;
    }

    @Override
    public void pace(double share, long nanos) {
        long wanted = share == 1 ? most : Math.max(1, (long) (most * share));
        if (wanted != perMinute) {
            moveTo(nanos);
            perMinute = wanted;
        }
    }

    @Override
    public long at(long nanos) {
        return Math.max(0, level - refilled(nanos));
    }

    @Override
    public long goneAt() {
        return atNanos + (Math.min(level / perMinute, MOST_MINUTES) + 1) * MINUTE;
    }

    @Override
    public void change(long by, long since, long nanos) {
        moveTo(nanos);
        level = Math.max(0, level + by);
    }

    private void moveTo(long nanos) {
        long left = at(nanos);
        part = left == 0 ? 0 : parts(nanos) % MINUTE;
        level = left;
        atNanos = nanos;
    }

    /** Units that have come back; whole seconds apart from the rest, so that no product overflows. */
    private long refilled(long nanos) {
        return (nanos - atNanos) / SECOND * perMinute / SECONDS + parts(nanos) / MINUTE;
    }

    private long parts(long nanos) {
        long elapsed = nanos - atNanos;
        return part + elapsed % SECOND * perMinute + elapsed / SECOND * perMinute % SECONDS * SECOND;
    }
}
