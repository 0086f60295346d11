package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored")
class ManualExecutorTest {
    private final ManualClock clock = ManualClock.create();
    private final ScheduledExecutorService executor = clock.scheduledExecutor();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void submit_whenTheClockIsAdvancedByZero_completesTheFuture() throws Exception {
        Future<String> future = executor.submit(() -> "done");
        assertThat(future.isDone()).isFalse();

        clock.advance(Duration.ZERO);

        assertThat(future.get()).isEqualTo("done");
    }

    @Test
    void schedule_whenTheDelayPasses_runsOnce() throws Exception {
        ScheduledFuture<String> future = executor.schedule(() -> "late", 5, TimeUnit.SECONDS);
        clock.advance(Duration.ofSeconds(4));
        assertThat(future.isDone()).isFalse();
        assertThat(future.getDelay(TimeUnit.SECONDS)).isEqualTo(1);

        clock.advance(Duration.ofSeconds(10));

        assertThat(future.get()).isEqualTo("late");
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void schedule_whenCancelled_leavesNothingBehind() {
        Future<?> future = executor.schedule(runs::incrementAndGet, 1, TimeUnit.SECONDS);

        future.cancel(true);

        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void scheduleAtFixedRate_whenTimePasses_runsEachPeriodUntilCancelled() {
        ScheduledFuture<?> future = executor.scheduleAtFixedRate(runs::incrementAndGet, 0, 10, TimeUnit.MILLISECONDS);

        clock.advance(Duration.ofMillis(35));
        future.cancel(false);
        clock.advance(Duration.ofMillis(35));

        assertThat(runs).hasValue(4);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void scheduleAtFixedRate_whenThePeriodIsZero_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> executor.scheduleAtFixedRate(runs::incrementAndGet, 0, 0, TimeUnit.SECONDS));
    }

    @Test
    void shutdown_whenTasksWait_endsPeriodicOnesAndKeepsDelayedOnes() {
        executor.scheduleAtFixedRate(() -> runs.addAndGet(100), 1, 1, TimeUnit.SECONDS);
        executor.schedule(runs::incrementAndGet, 1, TimeUnit.SECONDS);

        executor.shutdown();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.execute(runs::incrementAndGet));
        assertThat(executor.isTerminated()).isFalse();
        clock.advance(Duration.ofSeconds(3));
        assertThat(runs).hasValue(1);
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void shutdownNow_whenTasksWait_dropsThem() {
        executor.schedule(runs::incrementAndGet, 1, TimeUnit.SECONDS);

        assertThat(executor.shutdownNow()).hasSize(1);

        assertThat(clock.pendingTasks()).isZero();
        assertThat(executor.isTerminated()).isTrue();
    }
}
