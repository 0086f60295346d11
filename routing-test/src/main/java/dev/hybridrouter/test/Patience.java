package dev.hybridrouter.test;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits in steps of about a millisecond.
 *
 * @param longest how long to wait for what should happen
 * @param meanwhile what to do at each step
 */
record Patience(Duration longest, Runnable meanwhile) {
    private static final long STEP_NANOS = 1_000_000;
    private static final int MOMENT_STEPS = 20;

    /** Waits until it holds; fails if that takes too long. */
    void until(String what, BooleanSupplier holds) {
        if (!waitFor(Math.max(1, longest.toMillis()), holds)) {
            throw new AssertionError("Expected within " + longest.toMillis() + " ms: " + what);
        }
    }

    /** Waits a moment, for what should not happen. */
    void aMoment() {
        waitFor(MOMENT_STEPS, () -> false);
    }

    private boolean waitFor(long steps, BooleanSupplier holds) {
        for (long step = 0; step < steps; step++) {
            if (holds.getAsBoolean()) {
                return true;
            }
            meanwhile.run();
            LockSupport.parkNanos(STEP_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("Interrupted while waiting");
            }
        }
        return holds.getAsBoolean();
    }
}
