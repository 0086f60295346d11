package dev.hybridrouter.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogThreadTest {
    private final AtomicReference<LogThread> self = new AtomicReference<>();
    private final CountDownLatch hangs = new CountDownLatch(1);

    private LogThread start(Runnable work) {
        LogThread thread = new LogThread("log", work);
        self.set(thread);
        thread.start();
        return thread;
    }

    private void sleepUntilClosing() {
        LogThread thread = Objects.requireNonNull(self.get());
        while (!thread.isClosing()) {
            thread.sleep(Long.MAX_VALUE, () -> true);
        }
    }

    @Test
    void threadThatSleeps_isWokenToEnd() {
        LogThread thread = start(this::sleepUntilClosing);
        thread.end();
        assertThat(thread.isClosing()).isTrue();
        assertThat(thread.isAbandoned()).isFalse();
        assertThat(thread.end(Duration.ofSeconds(1))).as("once more").isTrue();
    }

    @Test
    void callerThatIsInterrupted_waits_andStaysInterrupted() {
        LogThread thread = start(this::sleepUntilClosing);
        Thread.currentThread().interrupt();
        assertThat(thread.end(Duration.ofMinutes(1))).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thread.isAbandoned()).isFalse();
    }

    @Test
    void threadThatHangs_isInterrupted() {
        LogThread thread = start(() -> {
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var unused = thread.end(Duration.ofMillis(1)); // a busy machine may need longer to end it
        assertThat(thread.isAbandoned()).isTrue();
        assertThat(thread.end(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void threadThatIgnoresInterrupts_isLeftBehind() {
        LogThread thread = start(() -> {
            while (hangs.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        assertThat(thread.end(Duration.ofMillis(1))).isFalse();
        hangs.countDown();
        thread.end();
    }
}
