package dev.hybridrouter.core.internal.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.control.KillBoard;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.spi.InputSize;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TokenCounter;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** How providers that count calibrate the estimate of input; a request has 1,000 characters. */
class CalibratorTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final RequestFacts FACTS = RequestFacts.builder(RequestContext.defaults())
            .input(new InputSize(1_000, 0, 0))
            .build();
    private static final int FAILURES_IN_A_ROW = 5;
    private static final int ENOUGH = 20;

    private final List<CompletableFuture<Long>> counts = new ArrayList<>();
    private final Target target = Target.builder("t", "counting", "model").build();
    private final InputEstimates estimates = new InputEstimates(List.of(target), 1_600, 20_000);
    private final ManualClock clock = ManualClock.create();
    private final SideCalls sideCalls =
            new SideCalls(new Time(clock, new GuardedTimer(clock), 0), new KillBoard(clock), null);
    private final Calibrator calibrator = new Calibrator(
            List.of(target), List.of(new CountingAdapter(counts)), index -> target.handling(), estimates, sideCalls);

    /** Counts when it is told to. */
    private record CountingAdapter(List<CompletableFuture<Long>> counts) implements ProviderAdapter, TokenCounter {
        @Override
        public CompletableFuture<Long> countInputTokens(Target target, RouteRequest request) {
            CompletableFuture<Long> count = new CompletableFuture<>();
            counts.add(count);
            return count;
        }

        @Override
        public String id() {
            return "counting";
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public void check(Target target) {}

        @Override
        public CompletableFuture<ModelResponse> call(ProviderCall call) {
            throw new AssertionError("not called here");
        }

        @Override
        public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
            throw new AssertionError("not called here");
        }

        @Override
        public void close() {}
    }

    private void send() {
        calibrator.sending(0, new CallContext(1, REQUEST, FACTS, 0, Long.MAX_VALUE));
    }

    private void fail(FailureKind kind) {
        counts.get(counts.size() - 1)
                .completeExceptionally(new ProviderException(ProviderFailure.of(kind, "it did not count")));
    }

    @Test
    void counts_calibrateTheEstimate_untilEnoughIsKnown() {
        long before = estimates.tokens(0, FACTS);
        for (int i = 0; i < ENOUGH; i++) {
            send();
            assertThat(counts).hasSize(i + 1);
            counts.get(i).complete(250L);
        }

        send();

        assertThat(counts).as("enough is known").hasSize(ENOUGH);
        assertThat(before).isGreaterThan(1_500);
        assertThat(estimates.tokens(0, FACTS)).as("250 and what is around").isBetween(250L, 350L);
    }

    @Test
    void count_isOneAtATime() {
        send();
        send();
        assertThat(counts).hasSize(1);

        counts.get(0).complete(250L);
        send();

        assertThat(counts).hasSize(2);
    }

    @Test
    void count_thatFails_isTriedAgainWithTheNextRequest() {
        send();
        fail(FailureKind.THROTTLED);

        send();

        assertThat(counts).hasSize(2);
    }

    @Test
    void count_thatTheModelDoesNotHave_isNotTriedAgain() {
        send();
        fail(FailureKind.MODEL_NOT_FOUND);

        send();

        assertThat(counts).hasSize(1);
    }

    @Test
    void counts_thatKeepFailing_pause() {
        for (int i = 0; i < FAILURES_IN_A_ROW; i++) {
            send();
            fail(FailureKind.SERVER_ERROR);
        }

        send();
        assertThat(counts).hasSize(FAILURES_IN_A_ROW);
        clock.advance(Duration.ofMinutes(1));
        send();

        assertThat(counts).hasSize(FAILURES_IN_A_ROW + 1);
    }
}
