package dev.hybridrouter.core.internal.tools;

import dev.failsafe.CircuitBreaker;
import dev.hybridrouter.core.policy.BreakerPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes a failing target, or another service, out of service and lets one probe at a time bring it back.
 *
 * <p>Failsafe's breaker counts and holds the state. It would end its open state by the system's clock, which no manual
 * clock can move, so its own delay never ends and this class opens the way for probes instead; and it has no way to give
 * a permit back without a verdict, so the permit of the probe is kept here.
 *
 * <p>It opens by the share of failures among many attempts, or by a few failures in a row. In a row counts a failure only if
 * its attempt began after the one before: a connection that breaks under twenty attempts is one event, not twenty.
 */
public final class Breaker {
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final CircuitBreaker<Void> circuit;
    private final BreakerPolicy policy;
    private final AtomicBoolean probing = new AtomicBoolean();
    private final AtomicInteger inARow = new AtomicInteger();
    private volatile long probeAtNanos;
    private volatile int failedProbes;
    private final AtomicReference<Entry> free = new AtomicReference<>(new Entry());

    /** Creates a closed breaker. */
    public Breaker(BreakerPolicy policy) {
        this.policy = policy;
        this.circuit = CircuitBreaker.<Void>builder()
                .withFailureThreshold(policy.failures(), policy.window())
                .withSuccessThreshold(policy.probes())
                .withDelay(NEVER)
                .build();
    }

    /** Whether everybody may pass. */
    public boolean isClosed() {
        return circuit.isClosed();
    }

    /** Whether only a probe may pass; false also where none may. */
    public boolean awaitsProbe(long nowNanos) {
        return !circuit.isClosed() && nowNanos - probeAtNanos >= 0 && !probing.get();
    }

    /** How long it is until a probe may pass, at least 0; 0 also where one is running. */
    public long untilProbe(long nowNanos) {
        return Math.max(0, probeAtNanos - nowNanos);
    }

    /** How an attempt may enter. */
    public Entry tryEnter(long nowNanos) {
        Entry current = free(); // before the state: who enters as it opens belongs to what was before
        if (circuit.isClosed()) {
            return current;
        }
        if (nowNanos - probeAtNanos < 0 || !probing.compareAndSet(false, true)) {
            return Entry.REFUSED;
        }
        // Another probe may have ended since: only whoever holds the flag knows that what it reads will stay.
        Entry entry = circuit.isClosed() ? free() : nowNanos - probeAtNanos < 0 ? Entry.REFUSED : Entry.PROBE;
        if (entry == Entry.PROBE) {
            circuit.halfOpen();
        } else {
            probing.set(false);
        }
        return entry;
    }

    /** Ends an entry with success. */
    public void succeeded(Entry entry) {
        if (entry == Entry.PROBE) {
            circuit.recordSuccess();
            if (circuit.isClosed()) {
                failedProbes = 0;
                inARow.set(0);
            }
            probing.set(false);
        } else if (counts(entry)) {
            circuit.recordSuccess();
            if (inARow.get() != 0) {
                inARow.set(0);
            }
        }
    }

    /** Ends an entry with a failure that tells of illness. */
    public void failed(Entry entry, long nowNanos) {
        if (entry == Entry.PROBE) {
            int failedBefore = failedProbes;
            failedProbes = failedBefore + 1;
            probeAtNanos = nowNanos + probation(failedBefore + 1);
            circuit.open();
            probing.set(false);
        } else if (counts(entry)) {
            // Before the failure is recorded: whoever sees the open state must see when it ends.
            probeAtNanos = nowNanos + probation(0);
            circuit.recordFailure();
            boolean next = free.compareAndSet(entry, entry.afterFailure());
            if (next && inARow.incrementAndGet() >= policy.inARow()) {
                circuit.open();
            }
            if (!circuit.isClosed()) {
                free.set(new Entry());
            }
        }
    }

    /** An attempt that began before an outage says nothing about the target after it. */
    private boolean counts(Entry entry) {
        return circuit.isClosed() && entry.period == free().period;
    }

    private Entry free() {
        return Objects.requireNonNull(free.get());
    }

    /** Ends a probe that says nothing about health. */
    public void ignored(Entry entry) {
        if (entry == Entry.PROBE) {
            probing.set(false);
        }
    }

    private long probation(int failedProbesSoFar) {
        int doublings = Math.min(failedProbesSoFar, 16);
        long first = policy.probation().toNanos();
        long longest = policy.maxProbation().toNanos();
        return first > longest >> doublings ? longest : first << doublings;
    }

    /**
     * On what terms an attempt was let in. While the breaker is closed, those that no failure lies between share one; all of
     * the time until it opens share a period.
     */
    public static final class Entry {
        /** As the only one that tries whether the target works again. */
        public static final Entry PROBE = new Entry();
        /** Not at all. */
        public static final Entry REFUSED = new Entry();

        private final Object period;

        private Entry() {
            period = this;
        }

        private Entry(Object period) {
            this.period = period;
        }

        /** What attempts get that begin after the failure of this one. */
        private Entry afterFailure() {
            return new Entry(period);
        }
    }
}
