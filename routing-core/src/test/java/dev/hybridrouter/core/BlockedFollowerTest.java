package dev.hybridrouter.core;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A subscriber that does not return from {@code onNext} while it reads a stream that another request leads. */
@Timeout(600)
@ExtendWith(HybridRouterExtension.class)
class BlockedFollowerTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final HybridRouter router;
    private final StreamProbe<StreamEvent> leader = StreamProbe.unbounded();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final Thread reader = new Thread(this::read, "reader");

    BlockedFollowerTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.router =
                Routers.over(clock, provider, "a").cache(CachePolicy.defaults()).build();
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
                blocked.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
    }

    @BeforeEach
    void blockTheReaderWhileItFollows() throws InterruptedException {
        router.stream(REQUEST).subscribe(leader);
        reader.setDaemon(true);
        reader.start();
        assertThat(blocked.await(60, SECONDS)).isTrue();
        leader.cancel();
        assertThat(provider.cancelled()).as("the follower still reads").isZero();
    }

    @AfterEach
    void letItGo() throws InterruptedException {
        release.countDown();
        reader.join();
        assertThat(provider.history()).hasSize(1);
    }

    @Test
    void cancel_ofTheLastOne_cutsTheCallOff() {
        subscription.join().cancel();

        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @Test
    void close_cutsTheCallOff() {
        router.close();

        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @Test
    void deadline_cutsTheCallOff() {
        clock.advance(Duration.ofSeconds(30));

        assertThat(provider.cancelled()).isEqualTo(1);
    }
}
