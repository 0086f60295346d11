package dev.hybridrouter.diagnostics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Something that works or does not: says when that changes, so that each outage has one line where it begins and one where it
 * ends. Asking about the end costs one read while all works. Thread-safe, without locks.
 *
 * <p>Times are readings of {@code RouterClock.nanoTime()}.
 */
public final class Outage {
    private static final long PACE_NANOS = Duration.ofMinutes(1).toNanos();

    private final long pauseNanos;
    private final AtomicReference<@Nullable Since> since = new AtomicReference<>();
    private final AtomicReference<@Nullable Report> last = new AtomicReference<>();

    private Outage(long pauseNanos) {
        this.pauseNanos = pauseNanos;
    }

    /** Returns one of something that works, each outage of which is worth a line. */
    public static Outage each() {
        return new Outage(0);
    }

    /** Returns one of something that works, and that may go up and down all the time: at most one outage a minute gets lines. */
    public static Outage paced() {
        return new Outage(PACE_NANOS);
    }

    /** An outage under way. */
    private static final class Since {
        private final long nanos;
        private final AtomicLong failures = new AtomicLong();

        private Since(long nanos) {
            this.nanos = nanos;
        }
    }

    /** An outage that got its line. */
    private static final class Report {
        private final Since outage;
        private final long nanos;

        private Report(Since outage, long nanos) {
            this.outage = outage;
            this.nanos = nanos;
        }
    }

    /**
     * An outage that has ended.
     *
     * @param lasted how long it lasted, from the first failure to the first success
     * @param failures how many failures there were
     */
    public record Ended(Duration lasted, long failures) {}

    /** Whether it does not work now. */
    public boolean isOngoing() {
        return since.get() != null;
    }

    /** Counts a failure; returns whether the outage gets its line now. */
    public boolean failed(long nowNanos) {
        Since begun = new Since(nowNanos);
        Since before = since.compareAndExchange(null, begun);
        Since current = before == null ? begun : before;
        current.failures.incrementAndGet();
        Report latest = last.get();
        boolean silent = latest != null && (latest.outage == current || nowNanos - latest.nanos < pauseNanos);
        return !silent && last.compareAndSet(latest, new Report(current, nowNanos));
    }

    /** Says that it works; returns the outage that this ends if it got a line, or else null. */
    public @Nullable Ended worked(long nowNanos) {
        Since going = since.get();
        if (going == null || !since.compareAndSet(going, null)) {
            return null;
        }
        Report latest = last.get();
        return latest != null && latest.outage == going
                ? new Ended(Duration.ofNanos(Math.max(0, nowNanos - going.nanos)), going.failures.get())
                : null;
    }
}
