package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.spi.event.KillSwitchChanged;
import dev.hybridrouter.spi.event.RouterListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever listens hears of throws and openings in the order in which they took effect. */
@Timeout(600)
class KillEventOrderTest {
    private static final KillScope ALL = KillScope.everything();
    private static final KillOrder STOP = KillOrder.draining(ALL, KillCause.OPERATOR, "a test", "ann");
    private static final ModelResponse ANSWER = ModelResponse.builder(
                    List.of(new Content.Text("hello")), StopReason.END_TURN)
            .build();

    private final List<KillEvent> told = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);

    private CompletableFuture<ModelResponse> call() {
        arrived.countDown();
        await(leave);
        return CompletableFuture.completedFuture(ANSWER);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HybridRouter router(RouterListener listener) {
        return HybridRouterBuilder.create()
                .adapter(new StubAdapter(this::call, subscriber -> {}))
                .target(StubAdapter.target("a"))
                .listener(listener)
                .build();
    }

    @Test
    void anOpening_isNotToldBeforeTheThrowThatStillWaits() throws InterruptedException {
        try (HybridRouter router = router(new RecordingKills(told))) {
            Thread caller = new Thread(() -> router.route(RouteRequest.of("hi")));
            caller.start();
            await(arrived);
            Thread thrower = new Thread(() -> router.killSwitch().engage(STOP));
            thrower.start();
            while (router.killSwitch().engaged().isEmpty()) {
                Thread.onSpinWait();
            }
            router.killSwitch().reopen(ALL, 100, "bob", "all clear");
            leave.countDown();
            thrower.join();
            caller.join();

            assertThat(told).extracting(KillEvent::openPercent).containsExactly(0, 100);
        }
    }

    @Test
    void whatManyDoAtOnce_isToldInOneOrder() throws InterruptedException {
        leave.countDown();
        try (HybridRouter router = router(new RecordingKills(told))) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String by = "person-" + i;
                threads.add(new Thread(() -> {
                    for (int turn = 0; turn < 100; turn++) {
                        router.killSwitch().engage(KillOrder.draining(ALL, KillCause.OPERATOR, "stop " + turn, by));
                        router.killSwitch().reopen(ALL, 50, by, "go " + turn);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(told)
                    .hasSizeGreaterThan(400)
                    .containsExactlyElementsOf(router.killSwitch().history());
        }
    }

    @Test
    void aListenerThatThrowsTheSwitchItself_isHeardByAllAfterwards() {
        leave.countDown();
        List<HybridRouter> self = new ArrayList<>();
        RouterListener answering = Events.on(KillSwitchChanged.class, changed -> {
            if (changed.event().openPercent() == 100) {
                self.get(0).killSwitch().engage(STOP);
            }
        });
        try (HybridRouter router = HybridRouterBuilder.create()
                .adapter(new StubAdapter(this::call, subscriber -> {}))
                .target(StubAdapter.target("a"))
                .listener(answering)
                .listener(new RecordingKills(told))
                .build()) {
            self.add(router);
            router.killSwitch().engage(STOP);
            router.killSwitch().reopen(ALL, 100, "bob", "all clear");

            assertThat(told).extracting(KillEvent::openPercent).containsExactly(0, 100, 0);
        }
    }
}
