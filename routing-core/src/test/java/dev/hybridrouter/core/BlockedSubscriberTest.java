package dev.hybridrouter.core;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A subscriber that does not return from {@code onNext}: whatever ends the stream reaches the wire all the same. */
@Timeout(600)
@ExtendWith(HybridRouterExtension.class)
class BlockedSubscriberTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final HybridRouter router;
    private final List<Integer> inFlight = new ArrayList<>();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<RouteResult> result = new CompletableFuture<>();
    private final Thread reader = new Thread(this::read, "reader");

    BlockedSubscriberTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.router = Routers.over(clock, provider, "a")
                .constraint((request, view) -> {
                    inFlight.add(view.health().inFlight());
                    return Optional.empty();
                })
                .build();
        provider.on("a").reply("one", "two", "three").hangAfter(2);
    }

    private void read() {
        router.stream(REQUEST).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription.complete(given);
                given.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(StreamEvent event) {
                if (event instanceof StreamEvent.Content) {
                    block();
                } else if (event instanceof StreamEvent.Closed closed) {
                    result.complete(closed.result());
                }
            }

            @Override
            public void onError(Throwable error) {
                result.completeExceptionally(error);
            }

            @Override
            public void onComplete() {}
        });
    }

    private void block() {
        blocked.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeEach
    void blockTheReader() throws InterruptedException {
        reader.setDaemon(true);
        reader.start();
        assertThat(blocked.await(60, SECONDS)).isTrue();
    }

    @AfterEach
    void letItGo() throws InterruptedException {
        release.countDown();
        reader.join();
    }

    private void assertOffTheWire() {
        assertThat(provider.cancelled()).isEqualTo(1);
        inFlight.clear();
        router.explain(REQUEST);
        assertThat(inFlight).containsOnly(0);
    }

    private RouteResult.Failed resultOnceReleased() throws Exception {
        assertThat(result).isNotDone();
        release.countDown();
        return (RouteResult.Failed) result.get(60, SECONDS);
    }

    @Test
    void cancel_cutsTheCallOff() throws InterruptedException {
        subscription.join().cancel();

        assertOffTheWire();
        release.countDown();
        reader.join();
        assertThat(result).as("nothing more is told").isNotDone();
    }

    @Test
    void close_cutsTheCallOff() throws Exception {
        router.close();

        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(resultOnceReleased().failure().kind()).isEqualTo(FailureKind.CANCELLED);
    }

    @Test
    void deadline_cutsTheCallOff() throws Exception {
        clock.advance(Duration.ofSeconds(30));

        assertOffTheWire();
        RouteResult.Failed failed = resultOnceReleased();
        assertThat(failed.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(failed.delivered().text()).as("what had arrived").isEqualTo("one");
    }
}
