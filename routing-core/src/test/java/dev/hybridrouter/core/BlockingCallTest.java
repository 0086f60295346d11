package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Blocking calls: waiting, interruption, many threads. */
@ExtendWith(HybridRouterExtension.class)
class BlockingCallTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final int MANY = 1_000;
    private static final long PATIENCE_SECONDS = 60;
    private final ManualClock clock;
    private final ScriptedProvider provider;

    BlockingCallTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock.allowBlocking();
        this.provider = provider;
    }

    /** A router that counts the latch down for each call that has begun at the adapter. */
    private HybridRouter router(CountDownLatch begun) {
        return HybridRouterBuilder.create()
                .adapter(new WatchedAdapter(provider, begun::countDown, () -> {}))
                .target(provider.target("a").path(Path.DIRECT).build())
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .build();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE_SECONDS, SECONDS)).isTrue();
    }

    /** What a thread saw when its call returned. */
    private record Returned(RouteResult result, boolean interrupted) {
        static Returned from(HybridRouter router) {
            RouteResult result = router.route(REQUEST);
            return new Returned(result, Thread.currentThread().isInterrupted());
        }
    }

    /** A platform thread with a blocking call. */
    private static final class Caller {
        private final FutureTask<Returned> task;
        private final Thread thread;

        Caller(HybridRouter router) {
            task = new FutureTask<>(() -> Returned.from(router));
            thread = new Thread(task, "caller");
            thread.setDaemon(true);
            thread.start();
        }

        void interrupt() {
            thread.interrupt();
        }

        Returned returned() throws Exception {
            return task.get(PATIENCE_SECONDS, SECONDS);
        }
    }

    @Test
    void route_whenATargetAnswers_returnsTheAnswer() {
        provider.on("a").reply("hello").tokens(3, 1);

        RouteResult result = router(new CountDownLatch(1)).route(REQUEST);

        assertThat(result.orElseThrow().text()).isEqualTo("hello");
    }

    @Test
    void route_whenTheAnswerComesLater_waitsForIt() throws Exception {
        provider.on("a").hang();
        CountDownLatch begun = new CountDownLatch(1);
        Caller caller = new Caller(router(begun));
        await(begun);

        provider.completeNext("hello");

        assertThat(caller.returned().result().orElseThrow().text()).isEqualTo("hello");
        assertThat(caller.returned().interrupted()).isFalse();
    }

    @Test
    void route_whenInterrupted_cancelsAtTheAdapterAndKeepsTheFlag() throws Exception {
        provider.on("a").hang();
        CountDownLatch begun = new CountDownLatch(1);
        Caller caller = new Caller(router(begun));
        await(begun);

        caller.interrupt();

        assertThat(caller.returned().result()).failedWith(FailureKind.CANCELLED).attempted("a");
        assertThat(caller.returned().interrupted()).isTrue();
        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void route_whenInterruptedBefore_cancelsAtOnceAndKeepsTheFlag() {
        provider.on("a").hang();

        Thread.currentThread().interrupt();
        RouteResult result = router(new CountDownLatch(1)).route(REQUEST);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).failedWith(FailureKind.CANCELLED);
        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @Test
    void route_whenInterruptedBeforeAndAnsweredAtOnce_returnsTheAnswerAndKeepsTheFlag() {
        provider.on("a").reply("hello");

        Thread.currentThread().interrupt();
        RouteResult result = router(new CountDownLatch(1)).route(REQUEST);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isAnswered();
    }

    @Test
    void route_whenInterruptedInThePauseBeforeARetry_isCancelledAndNotSentAgain() throws Exception {
        provider.on("a").throttle(Duration.ofSeconds(2));
        CountDownLatch pausing = new CountDownLatch(1);
        TaskScheduler scheduler = (task, delayNanos) -> {
            TaskScheduler.Cancellable scheduled = clock.schedule(task, delayNanos);
            if (delayNanos == Duration.ofSeconds(2).toNanos()) {
                pausing.countDown();
            }
            return scheduled;
        };
        Caller caller = new Caller(
                Routers.over(clock, provider, "a").scheduler(scheduler).build());
        await(pausing);

        caller.interrupt();

        assertThat(caller.returned().result())
                .failedWith(FailureKind.CANCELLED)
                .attempted("a")
                .attemptKinds(AttemptKind.PRIMARY);
        assertThat(caller.returned().interrupted()).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(provider.history()).hasSize(1);
    }

    @Test
    void route_whenTheDeadlinePasses_returnsTheTimeout() throws Exception {
        provider.on("a").hang();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch limited = new CountDownLatch(1);
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(new WatchedAdapter(provider, begun::countDown, () -> {}))
                .target(provider.target("a").build())
                .clock(clock)
                .scheduler((task, delayNanos) -> {
                    TaskScheduler.Cancellable scheduled = clock.schedule(task, delayNanos);
                    limited.countDown();
                    return scheduled;
                })
                .build();
        Caller caller = new Caller(router);
        await(begun);
        await(limited);

        clock.advance(Duration.ofSeconds(30));

        assertThat(caller.returned().result()).failedWith(FailureKind.TIMEOUT).within(Duration.ofSeconds(30));
        assertThat(caller.returned().interrupted()).isFalse();
    }

    @Test
    void route_whenAThousandThreadsCallAtOnce_answersAll() throws Exception {
        provider.on("a").hang();
        CountDownLatch begun = new CountDownLatch(MANY);
        HybridRouter router = router(begun);
        ExecutorService threads = VirtualThreads.orPool(MANY);
        try {
            List<Future<Returned>> calls = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                calls.add(threads.submit(() -> Returned.from(router)));
            }
            await(begun);
            assertThat(provider.inFlight()).isEqualTo(MANY);
            for (int i = 0; i < MANY; i++) {
                provider.completeNext("answer " + i);
            }

            List<String> answers = new ArrayList<>();
            for (Future<Returned> call : calls) {
                answers.add(call.get(PATIENCE_SECONDS, SECONDS)
                        .result()
                        .orElseThrow()
                        .text());
            }
            assertThat(answers).doesNotHaveDuplicates().hasSize(MANY);
        } finally {
            threads.shutdownNow();
        }
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void route_whenAThousandThreadsAreInterrupted_cancelsAll() throws Exception {
        provider.on("a").hang();
        CountDownLatch begun = new CountDownLatch(MANY);
        HybridRouter router = router(begun);
        ExecutorService threads = VirtualThreads.orPool(MANY);
        List<Future<Returned>> calls = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            calls.add(threads.submit(() -> Returned.from(router)));
        }
        await(begun);

        assertThat(threads.shutdownNow()).isEmpty();

        for (Future<Returned> call : calls) {
            Returned returned = call.get(PATIENCE_SECONDS, SECONDS);
            assertThat(returned.result()).failedWith(FailureKind.CANCELLED);
            assertThat(returned.interrupted()).isTrue();
        }
        assertThat(provider.cancelled()).isEqualTo(MANY);
        assertThat(clock.pendingTasks()).isZero();
    }
}
