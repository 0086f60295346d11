package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.response.TokenUsage;
import java.time.Duration;

/**
 * What one call holds of a bucket. It is closed exactly once, by whichever of its methods comes first; each says whether
 * it was the one, and changes nothing if it was not. A hold that is never closed counts as used, and ages as such.
 *
 * <p>Times are readings of the router's clock, as in {@link QuotaTwin}. Thread-safe.
 */
public final class QuotaHold implements QuotaAdmission {
    private final QuotaTwin twin;
    private final long admittedAt;
    private final long tokens;
    private final boolean daring;
    private boolean closed; // guarded by the twin's lock

    QuotaHold(QuotaTwin twin, long admittedAt, long tokens, boolean daring) {
        this.twin = twin;
        this.admittedAt = admittedAt;
        this.tokens = tokens;
        this.daring = daring;
    }

    /** Tokens held: the whole input and the most output. */
    public long tokens() {
        return tokens;
    }

    /**
     * Closes it with what was used. The bucket is charged with input and cache writes as they are, with output times the
     * burn-down rate, and not with cache reads; that can be more than was held.
     *
     * @param input input tokens outside the prompt cache, at least 0
     * @param cacheWrite tokens written to the prompt cache, at least 0
     * @param output output tokens, reasoning included, at least 0
     */
    public boolean settle(long input, long cacheWrite, long output, long nowNanos) {
        long charge = QuotaTwin.count(input, "usage.input")
                + QuotaTwin.count(cacheWrite, "usage.cacheWrite")
                + QuotaTwin.count(output, "usage.output") * twin.limits().outputBurnDown();
        return twin.close(this, now -> twin.settle(this, charge, now), nowNanos);
    }

    /**
     * Closes it with what the provider reported. If input or output is unknown, what was held stays charged; cache writes
     * that are not reported were not made.
     */
    public boolean settle(TokenUsage usage, long nowNanos) {
        if (Check.notNull(usage, "usage").input().isEmpty() || usage.output().isEmpty()) {
            return twin.close(this, now -> {}, nowNanos);
        }
        long cacheWrite = usage.cacheWrite().orElse(0);
        return settle(usage.input().getAsLong(), cacheWrite, usage.output().getAsLong(), nowNanos);
    }

    /** Closes it and gives everything back: the call was not sent, or the provider refused it. */
    public boolean release(long nowNanos) {
        return twin.close(this, now -> twin.release(this, now), nowNanos);
    }

    /**
     * Closes it and gives everything back; and the bucket learns that the provider throttled a call for which the twin saw
     * room. Nothing is admitted until the provider's time is over, and then a smaller share.
     *
     * @param retryAfter when to come back, as the provider says; zero or longer
     */
    public boolean throttled(Duration retryAfter, long nowNanos) {
        Check.notNegative(retryAfter, "quota.retryAfter");
        return twin.close(
                this,
                now -> {
                    twin.release(this, now);
                    twin.throttled(this, retryAfter, now);
                },
                nowNanos);
    }

    /** As {@link #throttled(Duration, long)}, where the provider did not say when to come back. */
    public boolean throttled(long nowNanos) {
        return throttled(twin.pause(), nowNanos);
    }

    long admittedAt() {
        return admittedAt;
    }

    /** Whether it was admitted only because the minute is believed to refill. */
    boolean daring() {
        return daring;
    }

    /** Whether it was open until now. Called under the twin's lock. */
    boolean closeOnce() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    @Override
    public String toString() {
        return "QuotaHold[tokens=" + tokens + "]";
    }

    /** What closing does to the twin, at nanoseconds since the twin was made. */
    interface End {
        void apply(long now);
    }
}
