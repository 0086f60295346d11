package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.StreamProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand throws while threads send calls and streams that fail and fall back: nothing goes out after each. */
@Timeout(600)
class KillSwitchRaceTest {
    private static final int THROWS = 1_000;
    private static final int SENDERS = 2;
    private static final int LOOK = 5_000;
    private static final KillOrder STOP =
            KillOrder.draining(KillScope.everything(), KillCause.OPERATOR, "a test", "tester");
    private static final ModelResponse ANSWER = ModelResponse.builder(
                    List.of(new Content.Text("hello")), StopReason.END_TURN)
            .build();

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong leaks = new AtomicLong();
    private volatile boolean stopped;
    private volatile boolean over;

    /** Each third call fails, so that another target is tried. */
    private boolean arrives() {
        if (stopped) {
            leaks.incrementAndGet();
        }
        return calls.incrementAndGet() % 3 != 0;
    }

    private static ProviderException failure() {
        return new ProviderException(ProviderFailure.of(FailureKind.OTHER, "each third"));
    }

    private CompletableFuture<ModelResponse> call() {
        return arrives() ? CompletableFuture.completedFuture(ANSWER) : CompletableFuture.failedFuture(failure());
    }

    private void stream(Flow.Subscriber<? super ProviderEvent> subscriber) {
        boolean answers = arrives();
        subscriber.onSubscribe(StubAdapter.subscription(() -> {}, () -> {}));
        if (answers) {
            subscriber.onNext(new ProviderEvent.Piece(new Delta.TextDelta(0, "hello")));
            subscriber.onNext(new ProviderEvent.Finished(StopReason.END_TURN, TokenUsage.of(1, 1)));
            subscriber.onComplete();
        } else {
            subscriber.onError(failure());
        }
    }

    private void send(HybridRouter router) {
        while (!over) {
            router.route(RouteRequest.of("hi"));
            router.stream(RouteRequest.of("hi")).subscribe(StreamProbe.unbounded());
        }
    }

    @Test
    void nothingGoesOutAfterTheSwitchReturns() throws InterruptedException, ExecutionException {
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(new StubAdapter(this::call, this::stream))
                .target(StubAdapter.target("a"))
                .target(StubAdapter.target("b"))
                .breaker(BreakerPolicy.builder()
                        .failures(100)
                        .window(100)
                        .inARow(100)
                        .build())
                .build();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            work.add(senders.submit(() -> send(router)));
        }
        long late = 0;
        for (int i = 0; i < THROWS; i++) {
            long before = calls.get();
            while (calls.get() == before) {
                Thread.onSpinWait();
            }
            boolean inTime = router.killSwitch().engage(STOP).passed();
            late += inTime ? 0 : 1;
            stopped = inTime;
            for (int turns = 0; turns < LOOK; turns++) {
                Thread.onSpinWait();
            }
            stopped = false;
            router.killSwitch().reopen(STOP.scope(), 100, "tester", "next round");
        }
        over = true;
        for (Future<?> one : work) {
            one.get();
        }
        senders.shutdown();
        router.close();

        assertThat(leaks).as("calls after the switch had returned").hasValue(0);
        assertThat(late)
                .as("throws that somebody held up for a second, as a busy machine may")
                .isLessThan(THROWS / 10);
        assertThat(calls.get()).isGreaterThan(THROWS);
    }
}
