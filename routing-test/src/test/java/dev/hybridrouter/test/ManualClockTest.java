package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final ManualClock clock = ManualClock.startingAt(START);
    private final List<String> seen = new ArrayList<>();

    @Test
    void advance_whenNothingIsScheduled_movesAllViews() {
        Clock view = clock.asClock();

        clock.advance(Duration.ofMillis(1500));

        assertThat(clock.instant()).isEqualTo(START.plusMillis(1500));
        assertThat(clock.nanoTime()).isEqualTo(1_500_000_000L);
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(1500));
        assertThat(view.instant()).isEqualTo(clock.instant());
        assertThat(view.withZone(ZoneId.of("Europe/Berlin")).getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    }

    @Test
    void advance_whenTasksFallDue_runsThemInOrderOfDueTimeThenOfScheduling() {
        record("late", 30);
        record("first at 10", 10);
        record("second at 10", 10);
        record("beyond", 31);

        clock.advance(Duration.ofNanos(30));

        assertThat(seen).containsExactly("first at 10 @10", "second at 10 @10", "late @30");
        assertThat(clock.pendingTasks()).isEqualTo(1);
        assertThat(clock.nextTaskIn()).contains(Duration.ofNanos(1));
    }

    @Test
    void advance_whenATaskSchedulesWithinTheWindow_runsThatTaskToo() {
        clock.schedule(() -> record("child", 5), 10);

        clock.advance(Duration.ofNanos(15));

        assertThat(seen).containsExactly("child @15");
        assertThat(clock.nextTaskIn()).isEmpty();
    }

    @Test
    void advance_whenByZero_runsWhatIsDueNow() {
        record("now", -5);
        assertThat(seen).isEmpty();

        clock.advance(Duration.ZERO);

        assertThat(seen).containsExactly("now @0");
    }

    @Test
    void advance_whenATaskThrows_staysAtItsDueTimeAndKeepsTheRest() {
        clock.schedule(
                () -> {
                    throw new IllegalArgumentException("broken");
                },
                10);
        record("later", 20);

        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(50))).hasMessage("broken");

        assertThat(clock.nanoTime()).isEqualTo(10);
        clock.advance(Duration.ofNanos(10));
        assertThat(seen).containsExactly("later @20");
    }

    @Test
    void advance_whenCalledByATask_isRefused() {
        clock.schedule(() -> clock.advance(Duration.ZERO), 1);

        assertThatIllegalStateException()
                .isThrownBy(() -> clock.advance(Duration.ofNanos(1)))
                .withMessageContaining("called by a task");
    }

    @Test
    void cancel_whenTheTaskHasNotRun_removesIt() {
        Cancellable task = clock.schedule(() -> seen.add("never"), 10);

        task.cancel();
        task.cancel();
        clock.advance(Duration.ofNanos(10));

        assertThat(clock.pendingTasks()).isZero();
        assertThat(seen).isEmpty();
    }

    @Test
    void schedule_whenTheDelayIsForever_doesNotOverflow() {
        clock.advance(Duration.ofDays(1));
        clock.schedule(() -> seen.add("never"), Long.MAX_VALUE);

        clock.advance(Duration.ofDays(1));

        assertThat(seen).isEmpty();
        assertThat(clock.pendingTasks()).isEqualTo(1);
    }

    @Test
    void schedule_whenManyThreadsScheduleWhileTheClockMoves_losesNothing() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Callable<Void> work = () -> {
            for (int i = 0; i < 500; i++) {
                clock.schedule(runs::incrementAndGet, i % 7);
            }
            return null;
        };
        try {
            List<Future<Void>> started = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                started.add(threads.submit(work));
            }
            for (int i = 0; i < 100; i++) {
                clock.advance(Duration.ofNanos(1));
            }
            for (Future<Void> future : started) {
                future.get();
            }
        } finally {
            threads.shutdown();
        }
        clock.advance(Duration.ofNanos(7));

        assertThat(runs).hasValue(2000);
    }

    @Test
    void beforeBlocking_whenOnlyTheTestMovesTheClock_failsAndTellsTheWaysOut() {
        record("retry", 2_000_000);

        assertThatThrownBy(() -> clock.beforeBlocking(new CompletableFuture<>()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "1 waiting, the next due in 2 ms", "clock.advancing()", "routeAsync", "clock.allowBlocking()");

        assertThat(seen).isEmpty();
        clock.beforeBlocking(CompletableFuture.completedFuture(null));
    }

    @Test
    void beforeBlocking_whenAdvancing_runsTasksUntilTheWaitIsOver() {
        CompletableFuture<String> awaited = new CompletableFuture<>();
        record("first", 10);
        clock.schedule(() -> awaited.complete("done"), 20);
        record("second", 30);

        clock.advancing().beforeBlocking(awaited);

        assertThat(seen).containsExactly("first @10");
        assertThat(clock.elapsed()).isEqualTo(Duration.ofNanos(20));
        assertThat(clock.pendingTasks()).isEqualTo(1);
    }

    @Test
    void beforeBlocking_whenAdvancingAndNoTaskEndsTheWait_fails() {
        clock.advancing().schedule(() -> seen.add("ran"), 10);
        clock.schedule(() -> seen.add("never"), Long.MAX_VALUE);

        assertThatThrownBy(() -> clock.beforeBlocking(new CompletableFuture<>()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nothing that this clock runs ends the wait");

        assertThat(seen).containsExactly("ran");
    }

    @Test
    void beforeBlocking_whenATaskOfTheClockWouldBlock_failsInEitherMode() {
        clock.advancing().schedule(() -> clock.beforeBlocking(new CompletableFuture<>()), 10);

        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a task of this clock called it");
    }

    @Test
    void beforeBlocking_whenAllowed_letsTheThreadWait() {
        record("left", 10);

        clock.allowBlocking().beforeBlocking(new CompletableFuture<>());

        assertThat(clock.pendingTasks()).isEqualTo(1);
    }

    private void record(String name, long delay) {
        clock.schedule(() -> seen.add(name + " @" + clock.nanoTime()), delay);
    }
}
