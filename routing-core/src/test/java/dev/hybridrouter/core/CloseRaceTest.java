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
import dev.hybridrouter.test.StreamProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Closing while many threads send requests: whatever the interleaving, each request ends once and is typed. */
@ExtendWith(HybridRouterExtension.class)
class CloseRaceTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final int THREADS = 4;
    private static final int CALLS_OF_EACH = 50;
    private static final long PATIENCE_SECONDS = 60;
    private final Queue<CompletableFuture<RouteResult>> calls = new ConcurrentLinkedQueue<>();
    private final Queue<StreamProbe<StreamEvent>> streams = new ConcurrentLinkedQueue<>();
    private final CountDownLatch someSent = new CountDownLatch(THREADS * CALLS_OF_EACH / 4);
    private final ManualClock clock;
    private final ScriptedProvider provider;

    CloseRaceTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private void send(HybridRouter router) {
        for (int i = 0; i < CALLS_OF_EACH; i++) {
            calls.add(router.routeAsync(REQUEST));
            StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
            router.stream(REQUEST).subscribe(probe);
            streams.add(probe);
            someSent.countDown();
        }
    }

    @RepeatedTest(10)
    void close_whileThreadsSend_endsEachRequestOnce() throws Exception {
        provider.on("a").hang();
        RecordingListener told = new RecordingListener();
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .clock(clock)
                .listener(told)
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                senders.add(threads.submit(() -> send(router)));
            }
            assertThat(someSent.await(PATIENCE_SECONDS, SECONDS)).isTrue();
            router.close();
            for (Future<?> sender : senders) {
                sender.get(PATIENCE_SECONDS, SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(calls).hasSize(THREADS * CALLS_OF_EACH).allSatisfy(call -> {
            assertThat(call).isDone();
            assertEndedByClosing(call.join());
        });
        assertThat(streams).hasSize(THREADS * CALLS_OF_EACH).allSatisfy(probe -> {
            probe.assertRulesKept();
            assertThat(probe.terminals()).isEqualTo(1);
            assertEndedByClosing(Modes.closed(probe.events()).orElseThrow());
        });
        assertThat(told.lines().stream().filter("request"::equals))
                .hasSameSizeAs(told.lines().stream()
                        .filter(List.of("failed", "rejected")::contains)
                        .toList());
        assertThat(provider.inFlight()).isZero();
    }

    /** Cancelled, or never sent. */
    private static void assertEndedByClosing(RouteResult result) {
        boolean rejected = result.fold(answered -> false, refused -> true, failed -> false);
        boolean cancelled = result.fold(
                answered -> false, refused -> false, failed -> failed.failure().kind() == FailureKind.CANCELLED);
        assertThat(rejected || cancelled).as("%s", result).isTrue();
    }
}
