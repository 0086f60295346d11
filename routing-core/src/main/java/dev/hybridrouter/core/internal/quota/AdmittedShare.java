package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.core.quota.QuotaPolicy;

/**
 * The share of a bucket that is believed to be ours. Each throttle the twin did not foresee cuts it by a factor; it comes back as
 * TCP's window does by CUBIC (RFC 9438): soon to near what it was, where the bucket is nearly full, slowly there, and then faster.
 * Throttles of calls that were sent before the last cut tell nothing new. Not thread-safe.
 */
final class AdmittedShare {
    private static final double LEAST = 0.1;

    private final QuotaPolicy policy;
    private double before = 1; // the last cut
    private double cut; // what that took; 0 while there was none
    private double backNanos; // from the cut until the share is what it was before
    private long cutAt = Long.MIN_VALUE;
    private long pausedUntil;

    AdmittedShare(QuotaPolicy policy) {
        this.policy = policy;
    }

    /** The share at a time not before the last cut. */
    double at(long nanos) {
        if (cut == 0) {
            return 1;
        }
        double from = (nanos - cutAt) / backNanos - 1;
        return Math.min(1, Math.max(LEAST, before + cut * from * from * from));
    }

    /** A time from which on it is whole. */
    long wholeAt() {
        return cut == 0 ? 0 : cutAt + (long) Math.ceil((1 + Math.cbrt((1 - before) / cut)) * backNanos) + 1;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    void pause(long nanos, long pauseNanos) {
        pausedUntil = Math.max(pausedUntil, nanos + pauseNanos);
    }

    void cut(long sentAt, long nanos) {
        if (sentAt >= cutAt) {
            before = at(nanos);
            cut = before * (1 - policy.throttleCut());
            backNanos = cut * policy.recovery().toNanos();
            cutAt = nanos;
        }
    }
}
