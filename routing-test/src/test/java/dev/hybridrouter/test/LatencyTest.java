package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final Duration FAST = Duration.ofMillis(100);
    private static final Duration SLOW = Duration.ofMillis(900);

    @Test
    void fixed_whenAsked_isAlwaysTheSame() {
        assertThat(take(Latency.fixed(FAST), 3)).containsOnly(FAST);
    }

    @Test
    void uniform_whenAsked_liesBetweenItsBoundsAndRepeatsWithItsSeed() {
        List<Duration> drawn = take(Latency.uniform(FAST, SLOW, 7), 1000);

        assertThat(drawn).allMatch(next -> next.compareTo(FAST) >= 0 && next.compareTo(SLOW) <= 0);
        assertThat(take(Latency.uniform(FAST, SLOW, 7), 1000)).isEqualTo(drawn);
        assertThat(take(Latency.uniform(FAST, SLOW, 8), 1000)).isNotEqualTo(drawn);
    }

    @Test
    void longTail_whenAsked_hasItsMedianAndItsTail() {
        List<Duration> sorted =
                take(Latency.longTail(FAST, SLOW, 7), 20_000).stream().sorted().toList();

        assertThat(sorted.get(10_000).toMillis()).isBetween(90L, 110L);
        assertThat(sorted.get(19_000).toMillis()).isBetween(800L, 1000L);
    }

    @Test
    void factories_whenBoundsAreSwapped_refuse() {
        assertThatIllegalArgumentException().isThrownBy(() -> Latency.uniform(SLOW, FAST, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> Latency.longTail(SLOW, FAST, 7));
    }

    private static List<Duration> take(Latency latency, int count) {
        return Stream.generate(latency::next).limit(count).toList();
    }
}
