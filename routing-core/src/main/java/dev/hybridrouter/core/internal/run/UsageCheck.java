package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.spi.RequestFacts;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes no count of tokens that cannot be true of what was asked: money, quotas and estimates that believed it could be used up by
 * one answer. What exceeds the request by less may be true, and is settled. Thread-safe.
 */
final class UsageCheck {
    private static final Logger LOG = LoggerFactory.getLogger(UsageCheck.class);

    /** A count is not believed beyond so many times what the request allows. */
    private static final long MOST_TIMES = 10;

    /** Input that an adapter or a server may add to any request: instructions, tools. */
    private static final long LEAST_INPUT = 1_000;

    private static final long LOG_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final InputEstimates estimates;
    private final AtomicLongArray silentUntil;

    /** Creates a check for so many targets. */
    UsageCheck(InputEstimates estimates, int targets, long nowNanos) {
        this.estimates = estimates;
        this.silentUntil = new AtomicLongArray(targets);
        for (int i = 0; i < targets; i++) {
            silentUntil.set(i, nowNanos);
        }
    }

    /** The count as far as it can be true: all of it, or nothing. */
    TokenUsage believed(LiveAttempt attempt, TokenUsage usage) {
        RequestFacts facts = attempt.run.call().facts();
        int index = attempt.step().target();
        if (usage.estimated() || isPossible(facts, index, usage)) {
            return usage;
        }
        reject(attempt, facts, usage);
        return TokenUsage.unknown();
    }

    /** The answer with a count that can be true. */
    ModelResponse believed(LiveAttempt attempt, ModelResponse response) {
        TokenUsage usage = believed(attempt, response.usage());
        return usage.equals(response.usage()) ? response : response.withUsage(usage);
    }

    private boolean isPossible(RequestFacts facts, int target, TokenUsage usage) {
        int maxTokens = facts.parameters().maxTokens().orElse(Integer.MAX_VALUE);
        return usage.output().orElse(0) <= MOST_TIMES * maxTokens
                && isInputPossible(usage, MOST_TIMES * Math.max(LEAST_INPUT, estimates.tokens(target, facts)));
    }

    /** None of the counts is below zero, and each is checked first, so their sum does not overflow. */
    private static boolean isInputPossible(TokenUsage usage, long most) {
        long input = usage.input().orElse(0);
        long read = usage.cacheRead().orElse(0);
        long write = usage.cacheWrite().orElse(0);
        return input <= most
                && read <= most
                && write <= most
                && input + read + write <= most
                && usage.cacheWriteByTtl().values().stream().allMatch(tokens -> tokens <= most);
    }

    private void reject(LiveAttempt attempt, RequestFacts facts, TokenUsage usage) {
        Target target = attempt.target();
        long now = attempt.kit.time.now();
        long silent = silentUntil.get(attempt.step().target());
        if (now - silent >= 0 && silentUntil.compareAndSet(attempt.step().target(), silent, now + LOG_PAUSE_NANOS)) {
            LOG.atWarn()
                    .addKeyValue("target", target.id())
                    .addKeyValue("usage", usage)
                    .log(
                            "Target {} ({}) reported a count of tokens that cannot be true of request #{}: {}. It is not used;"
                                    + " the money of the attempt stays pending. Further ones of this target are logged after a"
                                    + " minute. Look at what the provider bills, and reconcile the ledger's line",
                            target.id(),
                            target.model(),
                            attempt.run.call().number(),
                            usage);
        }
        attempt.kit.listeners.usageRejected(facts, target, usage);
    }
}
