package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TokenCounter;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Has providers count the input of requests that they are sent anyway, until enough is known of a model; one request of a
 * target at a time, beside its call and never in its way. Thread-safe.
 */
final class Calibrator {
    private static final int IDLE = 0;
    private static final int COUNTING = 1;
    private static final int NEVER = 2;

    private final List<Target> targets;
    private final List<ProviderAdapter> adapters;
    private final InputEstimates estimates;
    private final AtomicIntegerArray states;

    Calibrator(List<Target> targets, List<ProviderAdapter> adapters, InputEstimates estimates) {
        this.targets = List.copyOf(targets);
        this.adapters = List.copyOf(adapters);
        this.estimates = estimates;
        this.states = new AtomicIntegerArray(targets.size());
    }

    /** A request is about to be sent to a target. */
    void sending(int target, RequestFacts facts, RouteRequest request) {
        if (adapters.get(target) instanceof TokenCounter counter
                && !estimates.isLearned(target)
                && states.compareAndSet(target, IDLE, COUNTING)) {
            try {
                var unused = counter.countInputTokens(targets.get(target), request)
                        .whenComplete((tokens, error) -> counted(target, facts, tokens, error));
            } catch (RuntimeException e) {
                counted(target, facts, null, e);
            }
        }
    }

    private void counted(int target, RequestFacts facts, @Nullable Long tokens, @Nullable Throwable error) {
        if (tokens != null) {
            estimates.observe(target, facts, tokens);
        }
        states.set(target, error != null && isForGood(error) ? NEVER : IDLE);
    }

    private static boolean isForGood(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof ProviderException provider && provider.failure().kind() == FailureKind.MODEL_NOT_FOUND;
    }
}
