package dev.hybridrouter.spi;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delayed work over the host's own executor. */
class TaskSchedulerTest {
    private final ScheduledExecutorService executor = mock(ScheduledExecutorService.class);
    private final ScheduledFuture<?> future = mock(ScheduledFuture.class);
    private final Runnable task = mock(Runnable.class);

    @BeforeEach
    void hand() {
        doReturn(future).when(executor).schedule(any(Runnable.class), anyLong(), any());
    }

    @Test
    void over_whenExecutorIsNull_isRefusedAtOnce() {
        absent("executor", () -> TaskScheduler.over(none())).check();
    }

    @Test
    void schedule_whenCalled_handsTheVeryTaskOverInNanoseconds() {
        TaskScheduler.over(executor).schedule(task, 1_234);

        verify(executor).schedule(task, 1_234, TimeUnit.NANOSECONDS);
        verifyNoMoreInteractions(executor);
        verify(task, never()).run();
        verify(future, never()).cancel(anyBoolean());
    }

    @Test
    void cancel_whenCalled_keepsTheTaskFromRunningButInterruptsNobody() {
        TaskScheduler.over(executor).schedule(task, 1_234).cancel();

        verify(future).cancel(false);
        verify(future, never()).cancel(true);
    }

    @Test
    void cancel_whenCalledTwice_isHarmless() {
        when(future.cancel(false)).thenReturn(true, false);
        TaskScheduler.Cancellable cancellable = TaskScheduler.over(executor).schedule(task, 0);

        cancellable.cancel();
        cancellable.cancel();

        verify(future, times(2)).cancel(false);
    }

    @Test
    void schedule_whenTheHostHasShutItsExecutorDown_saysSo() {
        when(executor.schedule(any(Runnable.class), anyLong(), any()))
                .thenThrow(new RejectedExecutionException("shut down"));

        assertThatThrownBy(() -> TaskScheduler.over(executor).schedule(task, 1))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("shut down");
    }

    @Test
    void schedule_whenTheExecutorIsReal_queuesTheTaskAndCancelStopsIt() {
        ScheduledThreadPoolExecutor real = new ScheduledThreadPoolExecutor(1);
        real.setRemoveOnCancelPolicy(true);
        try {
            TaskScheduler.Cancellable cancellable = TaskScheduler.over(real).schedule(task, TimeUnit.DAYS.toNanos(1));
            assertThat(real.getQueue()).hasSize(1);

            cancellable.cancel();
            assertThat(real.getQueue()).isEmpty();
        } finally {
            real.shutdownNow();
        }
        verify(task, never()).run();
    }
}
