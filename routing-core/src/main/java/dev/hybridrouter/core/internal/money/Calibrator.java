package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.sidecall.SideEnd;
import dev.hybridrouter.core.internal.sidecall.SideRequest;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TokenCounter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Has providers count the input of requests that they are sent anyway, until enough is known of a model; one request of a
 * target at a time, beside its call and never in its way. Thread-safe.
 *
 * <p>A count is free, and mostly ends after its request: it is then in no decision, and no cost is missing there.
 */
final class Calibrator {
    private static final int IDLE = 0;
    private static final int COUNTING = 1;
    private static final int NEVER = 2;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<Target> targets;
    private final IntFunction<Handling> handling;
    private final List<ProviderAdapter> adapters;
    private final InputEstimates estimates;
    private final SideCalls sideCalls;
    private final List<Breaker> breakers; // by target
    private final AtomicIntegerArray states;

    /**
     * Creates a calibrator that knows nothing.
     *
     * @param handling how a target, by its position, handles data as far as is known now
     */
    Calibrator(
            List<Target> targets,
            List<ProviderAdapter> adapters,
            IntFunction<Handling> handling,
            InputEstimates estimates,
            SideCalls sideCalls) {
        this.targets = List.copyOf(targets);
        this.handling = handling;
        this.adapters = List.copyOf(adapters);
        this.estimates = estimates;
        this.sideCalls = sideCalls;
        this.breakers = targets.stream()
                .map(target -> new Breaker(BreakerPolicy.defaults()))
                .toList();
        this.states = new AtomicIntegerArray(targets.size());
    }

    /** A request is about to be sent to a target. */
    void sending(int target, CallContext call) {
        if (adapters.get(target) instanceof TokenCounter counter
                && !estimates.isLearned(target)
                && states.compareAndSet(target, IDLE, COUNTING)) {
            count(counter, target, call);
        }
    }

    private void count(TokenCounter counter, int index, CallContext call) {
        Target target = targets.get(index);
        RouteRequest request = call.request();
        var unused = sideCalls.send(
                SideRequest.builder(
                                SideCall.Kind.TOKEN_COUNT,
                                target.id().value(),
                                () -> counter.countInputTokens(target, request))
                        .onBehalfOf(call)
                        .target(target)
                        .handling(handling.apply(index))
                        .ceiling(Money.ZERO)
                        .breaker(breakers.get(index))
                        .timeLimit(LIMIT, Long.MAX_VALUE)
                        .build(),
                new End(index, call.facts()));
    }

    private final class End implements SideEnd<Long> {
        private final int target;
        private final RequestFacts facts;

        End(int target, RequestFacts facts) {
            this.target = target;
            this.facts = facts;
        }

        @Override
        public void answered(Long tokens, @Nullable Money cost) {
            estimates.observe(target, facts, tokens);
            over(IDLE);
        }

        @Override
        public void refused(Rejection why) {
            over(IDLE);
        }

        @Override
        public void failed(Throwable thrown, @Nullable Money cost) {
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
            states.set(target, state);
        }
    }

    /** What is missing from the class path will be missing the next time. */
    private static boolean isForGood(Throwable error) {
        return error instanceof LinkageError
                || (error instanceof ProviderException provider
                        && provider.failure().kind() == FailureKind.MODEL_NOT_FOUND);
    }
}
