package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.internal.tools.Scopes;
import dev.hybridrouter.core.internal.tools.TimedCall;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TokenCounter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Has providers count the input of requests that they are sent anyway, until enough is known of a model; one request of a
 * target at a time, beside its call and never in its way. Thread-safe.
 */
final class Calibrator {
    private static final int IDLE = 0;
    private static final int COUNTING = 1;
    private static final int NEVER = 2;
    private static final long LIMIT_NANOS = Duration.ofSeconds(10).toNanos();

    private final List<Target> targets;
    private final List<ProviderAdapter> adapters;
    private final InputEstimates estimates;
    private final GuardedTimer timer;
    private final AtomicIntegerArray states;
    private final AtomicReferenceArray<@Nullable Count> counts; // by target, what is at work

    Calibrator(List<Target> targets, List<ProviderAdapter> adapters, InputEstimates estimates, GuardedTimer timer) {
        this.targets = List.copyOf(targets);
        this.adapters = List.copyOf(adapters);
        this.estimates = estimates;
        this.timer = timer;
        this.states = new AtomicIntegerArray(targets.size());
        this.counts = new AtomicReferenceArray<>(targets.size());
    }

    /** A request is about to be sent to a target. */
    void sending(int target, RequestFacts facts, RouteRequest request) {
        if (adapters.get(target) instanceof TokenCounter counter
                && !estimates.isLearned(target)
                && states.compareAndSet(target, IDLE, COUNTING)) {
            TimedCall<Long> errand = new TimedCall<>(
                    () -> counter.countInputTokens(targets.get(target), request), new End(target, facts), timer);
            counts.set(target, new Count(facts, errand)); // first, so that it can be ended from the beginning
            errand.begin(LIMIT_NANOS);
        }
    }

    /** Ends what is at work in a scope. */
    void halt(KillScope scope) {
        for (int target = 0; target < counts.length(); target++) {
            Count count = counts.get(target);
            if (count != null && Scopes.covers(scope, count.facts().context(), targets.get(target))) {
                count.errand().cancel();
            }
        }
    }

    /** A provider at work. */
    private record Count(RequestFacts facts, TimedCall<Long> errand) {}

    private final class End implements TimedCall.End<Long> {
        private final int target;
        private final RequestFacts facts;

        End(int target, RequestFacts facts) {
            this.target = target;
            this.facts = facts;
        }

        @Override
        public void brought(@Nullable Long tokens) {
            if (tokens != null) {
                estimates.observe(target, facts, tokens);
            }
            over(IDLE);
        }

        @Override
        public void failed(Throwable thrown) {
            over(isForGood(thrown) ? NEVER : IDLE);
        }

        @Override
        public void late() {
            over(IDLE);
        }

        @Override
        public void cancelled() {
            over(IDLE);
        }

        private void over(int state) {
            counts.set(target, null);
            states.set(target, state);
        }
    }

    /** What is missing from the class path will be missing the next time. */
    private static boolean isForGood(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof LinkageError
                || (cause instanceof ProviderException provider
                        && provider.failure().kind() == FailureKind.MODEL_NOT_FOUND);
    }
}
