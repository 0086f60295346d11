package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.core.internal.waiting.Place;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.spi.RequestFacts;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a call wants of the quota of one target. Immutable.
 *
 * @param headroom which quotas these are
 * @param bucket what the target draws on
 * @param target position of the target among the router's
 * @param input estimated tokens of input
 * @param cap the most output, and whether that is less than the caller allows
 * @param facts what is known of the request
 */
record Claim(Headroom headroom, Bucket bucket, int target, long input, MaxTokensChoice cap, RequestFacts facts)
        implements Place<Hold> {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** The next request for the same bucket is served after this one. */
    @Override
    public Object pool() {
        return bucket;
    }

    @Override
    public @Nullable Hold take(long nowNanos) {
        return admit(nowNanos) instanceof QuotaHold hold ? new Allowance(this, hold) : null;
    }

    QuotaAdmission admit(long nowNanos) {
        return bucket.twin().tryAdmit(input, cap.maxTokens(), nowNanos);
    }

    /** The estimate of a claim that has room now is the shortest there is. */
    @Override
    public long waitNanos(long nowNanos) {
        return Math.max(1, bucket.twin().waitNanos(input, cap.maxTokens(), nowNanos));
    }

    /** How long it waits for room if nothing else happens; 0 if there is room. */
    long expectedWaitNanos(long nowNanos) {
        long wait = bucket.twin().waitNanos(input, cap.maxTokens(), nowNanos);
        return wait == 0 && headroom.isAwaited(bucket) ? 1 : wait;
    }

    /** The share of a minute's quota that it uses up. */
    @Override
    public long paceNanos() {
        QuotaLimits limits = bucket.twin().limits();
        double requests = limits.requestsPerMinute().isPresent()
                ? MINUTE / limits.requestsPerMinute().getAsLong()
                : 0;
        double tokens = limits.tokensPerMinute().isPresent()
                ? MINUTE * (input + cap.maxTokens()) / limits.tokensPerMinute().getAsLong()
                : 0;
        return (long) Math.max(requests, tokens);
    }

    /** Requests in flight may end with fewer tokens than they hold, which serves those ahead earlier, too. */
    @Override
    public boolean mayComeEarlier(long nowNanos) {
        QuotaRefusal refusal = bucket.twin().refusal(input, cap.maxTokens(), nowNanos);
        boolean tokens = refusal == null || (refusal.limit() == QuotaLimit.TOKENS_PER_MINUTE && !refusal.isForever());
        return tokens && bucket.twin().isInUse();
    }

    @Override
    public void giveBack(Hold hold, long nowNanos) {
        hold.release(nowNanos);
    }

    /** Why the target is not called. */
    Rejection rejection(QuotaRefusal refusal) {
        if (refusal.isForever()) {
            return Rejection.of(
                    RejectionReason.QUOTA,
                    "it is larger than the whole quota " + bucket.name() + " allows (" + refusal.limit() + ")",
                    "lower maxTokens, raise the quota, or add targets");
        }
        Rejection rejection = Rejection.of(
                RejectionReason.QUOTA,
                refusal.limit() == QuotaLimit.QUEUE
                        ? "quota " + bucket.name() + " has no room, and others wait for it"
                        : String.format(
                                Locale.ROOT,
                                "quota %s has no room for it for another %.1f s (%s)",
                                bucket.name(),
                                refusal.waitNanos() / SECOND,
                                refusal.limit()),
                "retry after that, allow more time, raise the quota, or add targets");
        return refusal.limit() == QuotaLimit.QUEUE
                ? rejection
                : rejection.withRetryAfter(Duration.ofNanos(refusal.waitNanos()));
    }
}
