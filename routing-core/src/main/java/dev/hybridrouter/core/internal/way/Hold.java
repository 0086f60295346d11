package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;

/**
 * What an attempt took at a gate. It is given back exactly once: by {@link #release} if the attempt was not sent, or else by
 * {@link #answered}, {@link #failed} or {@link #abandon}.
 */
public interface Hold {
    /** Nothing was taken. */
    Hold NOTHING = new Hold() {};

    /** The attempt has passed all gates and is about to be sent; it may take so long. */
    default void sending(long limitNanos) {}

    /** Returns the request as it is sent to the target of the attempt. */
    default RouteRequest toSend(RouteRequest request, CallContext call) {
        return request;
    }

    /** The adapter has taken the call. */
    default void sent() {}

    /** A stream has its first content, so long after its attempt began. */
    default void opened(long afterNanos, long nowNanos) {}

    /** How long to read on, for its count of tokens, a stream that its caller left after content; 0 if not at all. */
    default long drainNanos() {
        return 0;
    }

    /** The attempt was answered, so long after it began; writes what it cost into its record. */
    default void answered(
            CallContext call, Attempt.Builder record, ModelResponse response, long afterNanos, long nowNanos) {}

    /**
     * The attempt failed; writes what it cost into its record.
     *
     * @param usage the tokens it used, as far as is known
     * @param fair whether the target is to blame for running out of time
     */
    default void failed(
            CallContext call,
            Attempt.Builder record,
            ProviderFailure failure,
            TokenUsage usage,
            boolean fair,
            long nowNanos) {}

    /** The attempt is not made after all. */
    default void release(long nowNanos) {}

    /** Reached from any thread when an attempt is cut off, before {@link #failed}: what must not wait for its turn. */
    default void cutOff() {}

    /** The router broke during the attempt: gives back what can be given back. */
    default void abandon(long nowNanos) {}
}
