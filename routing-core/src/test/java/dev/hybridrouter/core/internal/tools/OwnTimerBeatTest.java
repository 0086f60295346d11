package dev.hybridrouter.core.internal.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The beat that keeps time limits from waking the timer's thread. */
class OwnTimerBeatTest {
    private static final long LIMIT = Duration.ofSeconds(30).toNanos();
    private static final int MORE_BEATS_THAN_IDLENESS_LASTS = 1_000;

    private final ScheduledThreadPoolExecutor executor = mock(ScheduledThreadPoolExecutor.class);
    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(1);
    private final Queue<Runnable> beats = new ArrayDeque<>();
    private final OwnTimer timer = new OwnTimer(executor);

    @BeforeEach
    void collectBeats() {
        when(executor.getQueue()).thenReturn(waiting);
        when(executor.schedule(any(Runnable.class), anyLong(), any())).thenAnswer(call -> {
            if (call.getArgument(2) == TimeUnit.MILLISECONDS) {
                beats.add(call.getArgument(0));
            }
            return mock(ScheduledFuture.class);
        });
    }

    /** Lets so many beats pass; returns how many there were. */
    private int beat(int most) {
        int count = 0;
        while (count < most && !beats.isEmpty()) {
            beats.remove().run();
            count++;
        }
        return count;
    }

    @Test
    void manyTasks_shareOneBeat() {
        timer.schedule(() -> {}, LIMIT);
        timer.schedule(() -> {}, LIMIT);
        assertThat(beats).hasSize(1);
        beat(1);
        timer.schedule(() -> {}, LIMIT);
        assertThat(beats).hasSize(1);
    }

    @Test
    void idleTimer_stopsBeating_andBeginsAnewWithTheNextTask() {
        timer.schedule(() -> {}, LIMIT);
        assertThat(beat(MORE_BEATS_THAN_IDLENESS_LASTS)).isBetween(2, MORE_BEATS_THAN_IDLENESS_LASTS - 1);
        assertThat(beats).isEmpty();
        timer.schedule(() -> {}, LIMIT);
        assertThat(beats).hasSize(1);
    }

    @Test
    void timerWithATaskWaiting_goesOnBeating() {
        timer.schedule(() -> {}, LIMIT);
        waiting.add(() -> {});
        assertThat(beat(MORE_BEATS_THAN_IDLENESS_LASTS)).isEqualTo(MORE_BEATS_THAN_IDLENESS_LASTS);
    }
}
