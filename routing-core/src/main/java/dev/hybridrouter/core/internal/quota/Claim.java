package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.spi.RequestFacts;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

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
public record Claim(Headroom headroom, Bucket bucket, int target, long input, MaxTokensChoice cap, RequestFacts facts) {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Takes its room, unless there is none or others have waited for it longer. */
    public QuotaAdmission tryAdmit(long nowNanos) {
        return bucket.isAwaited() ? new QuotaRefusal(QuotaLimit.QUEUE, 1) : admit(nowNanos);
    }

    QuotaAdmission admit(long nowNanos) {
        return bucket.twin().tryAdmit(input, cap.maxTokens(), nowNanos);
    }

    /** How long it would wait for room if nothing else happened; 0 if there is room. */
    long waitNanos(long nowNanos) {
        long wait = bucket.twin().waitNanos(input, cap.maxTokens(), nowNanos);
        return wait == 0 && bucket.isAwaited() ? 1 : wait;
    }

    /** Whether it may find room within so long: because time passes, or because calls end with less than they hold. */
    public boolean mayFitWithin(long nanos, QuotaRefusal refusal) {
        return refusal.waitNanos() <= nanos
                || (refusal.limit() == QuotaLimit.TOKENS_PER_MINUTE
                        && !refusal.isForever()
                        && bucket.twin().isInUse());
    }

    /** Why the target is not called. */
    public Rejection rejection(QuotaRefusal refusal) {
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
