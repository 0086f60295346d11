package dev.hybridrouter.core.internal.sidecall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.SideCall.Kind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.control.KillBoard;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.FactsReader;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An answer and another end at the same time: one of them is the end, and the money is closed once. */
@Timeout(300)
class SideCallRaceTest {
    private static final int ROUNDS = 500;
    private static final RouteRequest REQUEST = RouteRequest.of("hi");

    private final ManualClock clock = ManualClock.create();
    private final KillBoard kill = new KillBoard(clock, List.of(), null);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    /** What comes beside the answer. */
    enum Other {
        CANCEL,
        HALT,
        CLOSE,
        LATE
    }

    @ParameterizedTest
    @EnumSource
    void oneOfTwoEnds_isTheEnd(Other other) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            race(other);
        }
        threads.shutdown();
    }

    private void race(Other other) throws InterruptedException, ExecutionException {
        SideCalls calls = new SideCalls(new Time(clock, new GuardedTimer(clock), 0), kill, null);
        RecordingMoney money = new RecordingMoney();
        RecordingEnd end = new RecordingEnd();
        calls.money(money);
        CallContext call = new CallContext(1, REQUEST, FactsReader.read(REQUEST, false, 1), 0, Long.MAX_VALUE);
        CompletableFuture<String> wire = new CompletableFuture<>();
        Cancellable handle = calls.send(
                SideRequest.builder(Kind.REMOTE_GUARD, "it", () -> wire)
                        .onBehalfOf(call)
                        .ceiling(new Money(5))
                        .timeLimit(Duration.ofMillis(1), Long.MAX_VALUE)
                        .build(),
                end);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<?> answer = threads.submit(() -> {
            start.await();
            return wire.complete("yes");
        });
        Future<?> beside = threads.submit(() -> {
            start.await();
            end(other, calls, handle);
            return null;
        });
        answer.get();
        beside.get();

        assertThat(end.ends).hasSize(1);
        assertThat(money.events).hasSize(2);
        assertThat(money.events.get(1)).isEqualTo(end.ends.get(0).startsWith("answered") ? "settled 5" : "pending");
        assertThat(call.decision(Outcome.ANSWERED, 0).sideCalls()).hasSize(1);
        assertThat(List.of(calls.running(), clock.pendingTasks())).containsOnly(0);
    }

    private void end(Other other, SideCalls calls, Cancellable handle) {
        switch (other) {
            case CANCEL -> handle.cancel();
            case HALT -> calls.halt(KillScope.everything());
            case CLOSE -> calls.close();
            case LATE -> clock.advance(Duration.ofMillis(1));
        }
    }

    /** A switch that is thrown while calls are sent: after it has returned, none is on the wire that it does not cancel. */
    @Test
    void whatIsSentWhileTheSwitchIsThrown_isRefusedOrCancelled() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SideCalls calls = new SideCalls(new Time(clock, new GuardedTimer(clock), 0), kill, null);
            kill.onCancel(calls::halt);
            RecordingEnd end = new RecordingEnd();
            CyclicBarrier start = new CyclicBarrier(2);
            Future<?> sender = threads.submit(() -> {
                start.await();
                return calls.send(
                        SideRequest.builder(Kind.EMBEDDING, "it", () -> new CompletableFuture<String>())
                                .ceiling(Money.ZERO)
                                .timeLimit(Duration.ofMinutes(1), Long.MAX_VALUE)
                                .build(),
                        end);
            });
            Future<Boolean> thrower = threads.submit(() -> {
                start.await();
                return kill.engage(KillOrder.cancelling(KillScope.everything(), KillCause.OPERATOR, "a test", "tester"))
                        .passed();
            });
            sender.get();
            assertThat(thrower.get()).isTrue();

            assertThat(end.ends).hasSize(1);
            assertThat(end.ends.get(0)).isIn("refused KILL_SWITCH", "cancelled");
            assertThat(calls.running()).isZero();
            kill.reopen(KillScope.everything(), 100, "tester", "next round");
        }
        threads.shutdown();
    }
}
