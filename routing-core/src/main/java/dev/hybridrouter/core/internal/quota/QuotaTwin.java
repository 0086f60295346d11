package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The live twin of one bucket. It admits as Bedrock does: a call holds its whole input, cache reads and writes included,
 * and the most output it may give, until it ends; then it is charged with what it used. So a call that would be throttled
 * is not sent, and its caller learns how long to wait. Source of the rules: Amazon Bedrock user guide, "How tokens are
 * counted", as of November 2026.
 *
 * <p>A new twin believes that the whole bucket is there. Who else draws on it, it cannot see; it learns by what the
 * provider throttles, and forgets that again ({@link QuotaPolicy}).
 *
 * <p>Admission never takes more than the limits. A settlement can, since output may burn down faster than it was held;
 * then nothing is admitted until that has come back.
 *
 * <p>Times are readings of {@code RouterClock.nanoTime()}; one that is older than another thread's counts as that. No wall
 * clock is needed: what a minute or a day by any clock holds is watched as the span before now. Thread-safe; each twin has
 * one lock, held for some arithmetic only.
 */
public final class QuotaTwin {
    /** Where counts end: more tokens than any limit, and few enough to be added up. */
    private static final long MOST = 2_000_000_000_000L;
    /** How long the minute is not believed to refill after a throttle that says so. */
    private static final Duration DOUBT = Duration.ofHours(4);
    /** Where a provider's own pause ends. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final QuotaLimits limits;
    private final QuotaPolicy policy;
    private final long originNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final AdmittedShare share; // from here on guarded by lock
    private final Meters meters;
    private long latest;
    private long inFlight;
    private long refusals;
    private long throttles;
    private long closedAgain;

    private QuotaTwin(QuotaLimits limits, QuotaPolicy policy, long nowNanos) {
        this.limits = limits;
        this.policy = policy;
        this.originNanos = nowNanos;
        this.share = new AdmittedShare(policy);
        this.meters = new Meters(limits, policy, share);
    }

    /** Returns the twin of a bucket of which nothing is used. */
    public static QuotaTwin of(QuotaLimits limits, QuotaPolicy policy, long nowNanos) {
        return new QuotaTwin(Check.notNull(limits, "quota.limits"), Check.notNull(policy, "quota.policy"), nowNanos);
    }

    /** The limits it keeps. */
    public QuotaLimits limits() {
        return limits;
    }

    /**
     * Admits a call, or tells how long it would have to wait.
     *
     * @param inputTokens all input tokens as estimated, those of the prompt cache included; at least 0
     * @param maxTokens the most output tokens, at least 0; the model's own maximum if the request sets none
     */
    public QuotaAdmission tryAdmit(long inputTokens, long maxTokens, long nowNanos) {
        long tokens = count(inputTokens, "quota.inputTokens") + count(maxTokens, "quota.maxTokens");
        lock.lock();
        try {
            long now = moveTo(nowNanos);
            QuotaRefusal refusal = meters.refusal(tokens, now);
            if (refusal != null) {
                refusals++;
                return refusal;
            }
            QuotaHold hold = new QuotaHold(this, now, tokens, meters.isDaring(tokens, now));
            meters.admit(tokens, now);
            inFlight++;
            return hold;
        } finally {
            lock.unlock();
        }
    }

    /** How long a call would have to wait now; 0 if it would be admitted. Holds nothing. */
    public long waitNanos(long inputTokens, long maxTokens, long nowNanos) {
        QuotaRefusal refusal = refusal(inputTokens, maxTokens, nowNanos);
        return refusal == null ? 0 : refusal.waitNanos();
    }

    /** What stands in the way of a call now; null if there is room. Holds nothing. */
    @Nullable
    QuotaRefusal refusal(long inputTokens, long maxTokens, long nowNanos) {
        long tokens = count(inputTokens, "quota.inputTokens") + count(maxTokens, "quota.maxTokens");
        lock.lock();
        try {
            return meters.refusal(tokens, moveTo(nowNanos));
        } finally {
            lock.unlock();
        }
    }

    /** The most tokens that one call can hold. */
    public long mostTokens() {
        return meters.mostTokens();
    }

    /** Whether calls are in flight, which may give back some of what they hold. */
    public boolean isInUse() {
        lock.lock();
        try {
            return inFlight > 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Learns of a throttle of the provider that did not befall a hold, as {@link QuotaHold#throttled(Duration, long)} does:
     * nothing is admitted until the provider's time is over, and then a smaller share.
     *
     * @param retryAfter when to come back, as the provider says; zero or longer
     */
    public void observedThrottle(Duration retryAfter, long nowNanos) {
        Check.notNegative(retryAfter, "quota.retryAfter");
        lock.lock();
        try {
            long now = moveTo(nowNanos);
            pause(retryAfter, now);
            cut(now, now);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #observedThrottle(Duration, long)}, where the provider did not say when to come back. */
    public void observedThrottle(long nowNanos) {
        observedThrottle(policy.pause(), nowNanos);
    }

    /** What the twin believes now. */
    public QuotaView view(long nowNanos) {
        lock.lock();
        try {
            long now = moveTo(nowNanos);
            return new QuotaView(meters.levels(now), share.at(now), inFlight, refusals, throttles, closedAgain);
        } finally {
            lock.unlock();
        }
    }

    /** Ends a hold, unless it has ended. */
    boolean close(QuotaHold hold, QuotaHold.End end, long nowNanos) {
        lock.lock();
        try {
            if (!hold.closeOnce()) {
                closedAgain++;
                return false;
            }
            inFlight--;
            long now = moveTo(nowNanos);
            end.apply(now);
            return true;
        } finally {
            lock.unlock();
        }
    }

    // What follows runs under the lock, as the end of a hold.

    void settle(QuotaHold hold, long charge, long now) {
        meters.settle(hold, charge, now);
    }

    void release(QuotaHold hold, long now) {
        meters.release(hold, now);
    }

    /** A throttle says that the minute does not refill, or else that others draw on the bucket. */
    void throttled(QuotaHold hold, Duration retryAfter, long now) {
        pause(retryAfter, now);
        if (hold.daring()) {
            meters.doubt(now + DOUBT.toNanos());
        } else {
            cut(hold.admittedAt(), now);
        }
    }

    private void cut(long sentAt, long now) {
        share.cut(sentAt, now);
        meters.slowDown(now);
    }

    private void pause(Duration retryAfter, long now) {
        throttles++;
        share.pause(now, (retryAfter.compareTo(LONGEST) > 0 ? LONGEST : retryAfter).toNanos());
    }

    private long moveTo(long nowNanos) {
        latest = Math.max(latest, nowNanos - originNanos);
        return latest;
    }

    Duration pause() {
        return policy.pause();
    }

    /** A count that can be added to others; what is more than any limit counts as one number. */
    static long count(long tokens, String field) {
        return Math.min(MOST, Check.atLeast(0, tokens, field));
    }
}
