package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.core.quota.MaxTokensPolicy;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lowers a call's cap on output to what answers of its model and operation type need. Bedrock holds the whole cap while a
 * call runs, so a cap of 4,096 on answers of 50 tokens costs most of the quota. Each call ends with {@link #answered}, or
 * without if it has no answer. Thread-safe.
 */
public final class MaxTokensSizer {
    private final MaxTokensPolicy policy;
    private final ConcurrentMap<Kind, OutputLengths> lengths = new ConcurrentHashMap<>();

    /** Creates a sizer that knows no answers yet. */
    public MaxTokensSizer(MaxTokensPolicy policy) {
        this.policy = policy;
    }

    /** Whose answers are counted together. */
    private record Kind(String model, OperationType operation) {}

    /**
     * Chooses the cap of a call.
     *
     * @param callersMax what the caller allows, or the model where the caller sets nothing; at least 1
     */
    public MaxTokensChoice choose(String model, OperationType operation, long callersMax) {
        OutputLengths known = lengths.get(new Kind(model, operation));
        long cap = known == null ? callersMax : Math.min(callersMax, known.cap());
        return new MaxTokensChoice(model, operation, callersMax, cap);
    }

    /** Learns from a call's answer. */
    public void answered(MaxTokensChoice choice, long outputTokens, StopReason reason) {
        lengths.computeIfAbsent(new Kind(choice.model(), choice.operation()), kind -> new OutputLengths(policy))
                .answered(outputTokens, choice.isCapped(), choice.truncated(reason));
    }
}
