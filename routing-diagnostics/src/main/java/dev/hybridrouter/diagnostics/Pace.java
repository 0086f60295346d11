package dev.hybridrouter.diagnostics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets what happens often be logged once a minute, and counts the rest. Thread-safe, without locks.
 *
 * <p>Times are readings of {@code RouterClock.nanoTime()}.
 */
public final class Pace {
    private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long HELD_BACK = -1;

    private final AtomicLong nextNanos;
    private final AtomicLong heldBack = new AtomicLong();

    /** Creates a pace that lets the first through. */
    public Pace(long nowNanos) {
        this.nextNanos = new AtomicLong(nowNanos);
    }

    /** Returns how many were held back since the last that was let through; -1 if this one is held back too. */
    public long next(long nowNanos) {
        long due = nextNanos.get();
        if (nowNanos - due >= 0 && nextNanos.compareAndSet(due, nowNanos + PERIOD_NANOS)) {
            return heldBack.getAndSet(0);
        }
        heldBack.incrementAndGet();
        return HELD_BACK;
    }
}
