package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.Pace;
import dev.hybridrouter.spi.RequestFacts;
import java.util.stream.Stream;

/**
 * Takes no count of tokens that cannot be true of what was asked: money, quotas and estimates that believed it could be used up by
 * one answer. What exceeds the request by less may be true, and is settled. Thread-safe.
 */
final class UsageCheck {
    /** A count is not believed beyond so many times what the request allows. */
    private static final long MOST_TIMES = 10;

    /** Input that an adapter or a server may add to any request: instructions, tools. */
    private static final long LEAST_INPUT = 1_000;

    private final InputEstimates estimates;
    private final Pace[] paces; // of the log, by target

    /** Creates a check for so many targets. */
    UsageCheck(InputEstimates estimates, int targets, long nowNanos) {
        this.estimates = estimates;
        this.paces = Stream.generate(() -> new Pace(nowNanos)).limit(targets).toArray(Pace[]::new);
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
        long heldBack = paces[attempt.step().target()].next(attempt.kit.time.now());
        if (heldBack >= 0) {
            LogEvent.USAGE_REJECTED
                    .line()
                    .with("target", target.id())
                    .with("model", target.model())
                    .with("usage", usage)
                    .with("request", attempt.run.call().number())
                    .with("more", heldBack)
                    .log();
        }
        attempt.kit.listeners.usageRejected(facts, target, usage);
    }
}
