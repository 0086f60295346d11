package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.diagnostics.LogEvent;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices methods of others that must not block, and do: says so once of each, because requests wait for them and nothing else
 * shows why. Thread-safe.
 */
public final class LateReturns {
    private static final Duration ALLOWED = Duration.ofMillis(250);
    private static final long ALLOWED_NANOS = ALLOWED.toNanos();

    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /** Whether a method that must not block took so long that it did; pauses of the machine are shorter. */
    public static boolean isLate(long tookNanos) {
        return tookNanos > ALLOWED_NANOS;
    }

    /**
     * Says that a method returned late, the first time.
     *
     * @param what its owner, such as {@code adapter bedrock}
     * @param tookNanos after how long it returned
     */
    public void report(String what, long tookNanos) {
        if (reported.add(what)) {
            LogEvent.RETURNED_LATE
                    .line()
                    .with("source", what)
                    .with("took", Duration.ofNanos(tookNanos))
                    .with("allowed", ALLOWED)
                    .log();
        }
    }
}
