package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.core.quota.QuotaPolicy;

/**
 * The share of a bucket that is believed to be ours. Each throttle the twin did not foresee cuts it by a factor; it comes
 * back evenly. Throttles of calls that were sent before the last cut tell nothing new. Not thread-safe.
 */
final class AdmittedShare {
    private static final double LEAST = 0.1;

    private final QuotaPolicy policy;
    private final double recoveryNanos;
    private double share = 1;
    private long cutAt = Long.MIN_VALUE;
    private long pausedUntil;

    AdmittedShare(QuotaPolicy policy) {
        this.policy = policy;
        this.recoveryNanos = policy.recovery().toNanos();
    }

    /** The share at a time not before the last cut. */
    double at(long nanos) {
        return share == 1 ? 1 : Math.min(1, share + (nanos - cutAt) / recoveryNanos);
    }

    /** A time from which on it is whole. */
    long wholeAt() {
        return share == 1 ? 0 : cutAt + (long) Math.ceil((1 - share) * recoveryNanos) + 1;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    void pause(long nanos, long pauseNanos) {
        pausedUntil = Math.max(pausedUntil, nanos + pauseNanos);
    }

    void cut(long sentAt, long nanos) {
        if (sentAt >= cutAt) {
            share = Math.max(LEAST, at(nanos) * policy.throttleCut());
            cutAt = nanos;
        }
    }
}
