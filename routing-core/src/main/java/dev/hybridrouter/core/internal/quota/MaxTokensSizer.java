package dev.hybridrouter.core.internal.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.core.quota.MaxTokensPolicy;

/**
 * Lowers a call's cap on output to what answers of its tenant, model and operation type need. Bedrock holds the whole cap while a
 * call runs, so a cap of 4,096 on answers of 50 tokens costs most of the quota. Each call ends with {@link #answered}, or
 * without if it has no answer. Tenants are learned apart: a small one with long answers would have nearly all of them cut by
 * the lengths of the others. Remembers at most {@value #MAX_KINDS} of these, those used of late. Thread-safe.
 */
public final class MaxTokensSizer {
    private static final int MAX_KINDS = 10_000;

    private final MaxTokensPolicy policy;
    private final Cache<Kind, OutputLengths> lengths =
            Caffeine.newBuilder().maximumSize(MAX_KINDS).executor(Runnable::run).build();

    /** Creates a sizer that knows no answers yet. */
    public MaxTokensSizer(MaxTokensPolicy policy) {
        this.policy = policy;
    }

    /** Whose answers are counted together. */
    private record Kind(String tenant, String model, OperationType operation) {}

    /**
     * Chooses the cap of a call.
     *
     * @param callersMax what the caller allows, or the model where the caller sets nothing; at least 1
     */
    public MaxTokensChoice choose(String tenant, String model, OperationType operation, long callersMax) {
        OutputLengths known = lengths.getIfPresent(new Kind(tenant, model, operation));
        long cap = known == null ? callersMax : Math.min(callersMax, known.cap());
        return new MaxTokensChoice(tenant, model, operation, callersMax, cap);
    }

    /** Forgets the lengths of a tenant's answers; returns how many kinds of call they were of. */
    long forget(String tenant) {
        return lengths.asMap().keySet().stream()
                .filter(kind -> kind.tenant().equals(tenant))
                .filter(kind -> lengths.asMap().remove(kind) != null)
                .count();
    }

    /** Learns from a call's answer. */
    public void answered(MaxTokensChoice choice, long outputTokens, StopReason reason) {
        lengths.get(new Kind(choice.tenant(), choice.model(), choice.operation()), kind -> new OutputLengths(policy))
                .answered(outputTokens, choice.isCapped(), choice.truncated(reason));
    }
}
