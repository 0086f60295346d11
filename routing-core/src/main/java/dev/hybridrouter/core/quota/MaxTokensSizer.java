package dev.hybridrouter.core.quota;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.StopReason;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lowers a call's cap on output to what answers of its model and operation type need. Bedrock holds the whole cap while a
 * call runs, so a cap of 4,096 on answers of 50 tokens costs most of the quota. Each call ends with {@link #answered}, or
 * without if it has no answer. Thread-safe.
 */
public final class MaxTokensSizer {
    private final MaxTokensPolicy policy;
    private final OutputQuantiles quantiles;
    private final ConcurrentMap<OutputQuantiles.Key, TruncationWatch> watches = new ConcurrentHashMap<>();

    private MaxTokensSizer(MaxTokensPolicy policy) {
        this.policy = policy;
        this.quantiles = OutputQuantiles.create(policy.minimumCount());
    }

    /** Returns a sizer that knows no answers yet. */
    public static MaxTokensSizer of(MaxTokensPolicy policy) {
        return new MaxTokensSizer(Check.notNull(policy, "maxTokens.policy"));
    }

    /**
     * Chooses the cap of a call.
     *
     * @param callersMax what the caller allows, or the model where the caller sets nothing; at least 1
     */
    public MaxTokensChoice choose(String model, OperationType operation, long callersMax) {
        TruncationWatch watch = watches.get(new OutputQuantiles.Key(model, operation));
        if (watch != null && watch.isLifted()) {
            return choice(model, operation, callersMax, callersMax, MaxTokensChoice.Basis.BACKED_OFF);
        }
        OptionalLong known = quantiles.quantile(model, operation, policy.quantile());
        if (known.isEmpty()) {
            return choice(model, operation, callersMax, callersMax, MaxTokensChoice.Basis.UNKNOWN);
        }
        long cap = Math.max(policy.floor(), (long) Math.ceil(known.getAsLong() * policy.margin()));
        return cap < callersMax
                ? choice(model, operation, callersMax, cap, MaxTokensChoice.Basis.LEARNED)
                : choice(model, operation, callersMax, callersMax, MaxTokensChoice.Basis.CALLER);
    }

    private static MaxTokensChoice choice(
            String model, OperationType operation, long callersMax, long cap, MaxTokensChoice.Basis basis) {
        return new MaxTokensChoice(model, operation, callersMax, cap, basis);
    }

    /** Learns from a call's answer. */
    public void answered(MaxTokensChoice choice, long outputTokens, StopReason reason) {
        OperationType operation = choice.operation();
        quantiles.add(choice.model(), operation, outputTokens);
        watches.computeIfAbsent(new OutputQuantiles.Key(choice.model(), operation), key -> new TruncationWatch(policy))
                .answered(choice.basis() == MaxTokensChoice.Basis.LEARNED, choice.truncated(reason));
    }

    /** What capping did so far, for each model and operation type that was answered. */
    public List<MaxTokensView> views() {
        return watches.entrySet().stream()
                .map(entry -> entry.getValue()
                        .view(entry.getKey().model(), entry.getKey().operation().name()))
                .toList();
    }
}
