package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class StreamProbeTest {
    private static final Flow.Subscription IDLE = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    @Test
    void signals_whenTheRulesAreKept_areRecorded() {
        StreamProbe<StreamEvent> probe = StreamProbe.requesting(1);

        probe.onSubscribe(IDLE);
        probe.onNext(new StreamEvent.Content(new Delta.TextDelta(0, "a")));
        probe.request(1);
        probe.onNext(new StreamEvent.Content(new Delta.TextDelta(0, "b")));
        probe.onComplete();

        assertThat(probe.assertRulesKept().await(Duration.ZERO).text()).isEqualTo("ab");
        assertThat(probe.events()).hasSize(2);
        assertThat(probe.isComplete()).isTrue();
        assertThat(probe.error()).isEmpty();
    }

    @Test
    void signals_whenBeforeOnSubscribe_areABreach() {
        StreamProbe<String> probe = StreamProbe.unbounded();

        probe.onComplete();

        assertThat(probe.breaches()).containsExactly("onComplete before onSubscribe");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(probe::assertRulesKept)
                .withMessageContaining("before onSubscribe");
    }

    @Test
    void signals_whenAfterTheTerminalOne_areABreach() {
        StreamProbe<String> probe = subscribed(2);

        probe.onError(new IllegalStateException("first"));
        probe.onNext("late");
        probe.onComplete();

        assertThat(probe.breaches())
                .containsExactly("onNext after the terminal signal", "onComplete after the terminal signal");
        assertThat(probe.terminals()).isEqualTo(2);
        assertThat(probe.error()).get().hasToString("java.lang.IllegalStateException: first");
    }

    @Test
    void onNext_whenMoreThanRequested_isABreach() {
        StreamProbe<String> probe = subscribed(1);

        probe.onNext("a");
        probe.onNext("b");

        assertThat(probe.breaches()).containsExactly("2 events where 1 were requested");
    }

    @Test
    void onNext_whenCancelled_isABreachFromTheSecondOn() {
        StreamProbe<String> probe = subscribed(9);

        probe.cancel();
        probe.onNext("on its way");
        assertThat(probe.breaches()).isEmpty();
        probe.onNext("too late");

        assertThat(probe.breaches()).containsExactly("onNext after cancelling");
    }

    @Test
    void onSubscribe_whenCalledTwice_isABreach() {
        StreamProbe<String> probe = subscribed(1);

        probe.onSubscribe(IDLE);

        assertThat(probe.breaches()).containsExactly("a second onSubscribe");
    }

    @Test
    void signals_whenOfTwoThreadsAtOnce_areABreach() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        StreamProbe<String> probe = StreamProbe.requesting(0);
        Flow.Subscription blocking = new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                inside.countDown();
                await(release);
            }
        };
        probe.onSubscribe(IDLE);
        Thread other = new Thread(() -> probe.onSubscribe(blocking));
        other.start();
        await(inside);

        probe.onComplete();
        release.countDown();
        other.join();

        assertThat(probe.breaches()).contains("onComplete while another thread was signalling");
    }

    @Test
    void await_whenNothingEnds_fails() {
        StreamProbe<String> probe = subscribed(1);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await(Duration.ofMillis(1)))
                .withMessageContaining("No terminal signal within PT0.001S");
    }

    @Test
    void request_whenNotSubscribed_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> StreamProbe.unbounded().request(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static StreamProbe<String> subscribed(long demand) {
        StreamProbe<String> probe = StreamProbe.requesting(demand);
        probe.onSubscribe(IDLE);
        return probe;
    }
}
