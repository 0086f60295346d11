package dev.hybridrouter.mcp;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes and threads do, for a minute at least before it gives up. */
final class Waiting {
    private static final int STEPS = 60_000;
    private static final long STEP_NANOS = 1_000_000;

    private Waiting() {}

    static void until(String what, BooleanSupplier holds) {
        for (int step = 0; step < STEPS; step++) {
            if (holds.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        throw new AssertionError("Expected within a minute: " + what);
    }
}
