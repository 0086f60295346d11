package dev.hybridrouter.core.internal.control;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Knows who is on the way from the last check to the adapter, so that whoever changes what is allowed can wait until all who
 * may not have seen the change have passed. Thread-safe; entering and leaving take no lock.
 *
 * <p>Who enters counts in one of two sets of counters, then reads what is allowed. Who waits makes the other set current and
 * waits for each counter of the old one to be zero once, twice over: somebody may have read which set is current before
 * the change and count in it after the first wait. This is the scheme of sleepable read-copy-update (Linux,
 * {@code Documentation/RCU}).
 */
final class DispatchGate {
    private static final int STRIPES = 16;
    private static final int LINE = 32; // ints, so that two stripes are never on one cache line, nor on adjacent ones
    private static final int SETS = 2;

    /** How many different ones there are to leave with. */
    static final int PASSES = SETS * STRIPES;

    private static final long PAUSE_NANOS = 100_000;

    private final AtomicIntegerArray counters = new AtomicIntegerArray(PASSES * LINE + LINE);
    private final ReentrantLock waiting = new ReentrantLock();
    private volatile int current;

    /**
     * Lets the calling thread in; what it is allowed has to be read after this. Returns what to leave with, from 0 and below
     * {@link #PASSES}.
     */
    int enter() {
        int stripe = (int) (Thread.currentThread().getId() & (STRIPES - 1));
        int pass = current * STRIPES + stripe;
        counters.incrementAndGet(place(pass));
        return pass;
    }

    void leave(int pass) {
        counters.decrementAndGet(place(pass));
    }

    private static int place(int pass) {
        return LINE + pass * LINE;
    }

    /**
     * Waits until all who entered before this call have left, others who wait included.
     *
     * @param patienceNanos how long to wait, by the clock of the machine: no clock that a test stops may keep a switch from
     *     being engaged
     * @return whether they have
     */
    boolean awaitPassed(long patienceNanos) {
        long end = System.nanoTime() + patienceNanos;
        while (!waiting.tryLock()) {
            if (isOver(end)) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        try {
            boolean passed = true;
            for (int set = 0; set < SETS && passed; set++) {
                int old = current;
                current = 1 - old;
                passed = awaitEmpty(old, end);
            }
            return passed;
        } finally {
            waiting.unlock();
        }
    }

    private static boolean isOver(long end) {
        return System.nanoTime() - end >= 0;
    }

    private boolean awaitEmpty(int set, long end) {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            while (counters.get(place(set * STRIPES + stripe)) > 0) {
                if (isOver(end)) {
                    return false;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return true;
    }
}
