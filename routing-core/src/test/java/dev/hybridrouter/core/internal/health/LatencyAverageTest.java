package dev.hybridrouter.core.internal.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LatencyAverageTest {
    private final LatencyAverage average = new LatencyAverage();

    /** Fifty calls at once, of which the slow ones end last. */
    @Test
    void bursts_areNotShownByTheirSlowest() {
        SplittableRandom random = new SplittableRandom(3);
        double shown = 0;
        double meant = 0;
        for (int burst = 0; burst < 200; burst++) {
            long began = TimeUnit.SECONDS.toNanos(60L * burst);
            double[] seconds = DoubleStream.generate(() -> Math.exp(random.nextGaussian()))
                    .limit(50)
                    .sorted()
                    .toArray();
            for (double second : seconds) {
                average.add((long) (second * 1e9), began + (long) (second * 1e9));
                meant += second / 50;
            }
            shown += average.nanos() * 1e-9;
        }
        assertThat(shown / meant).isCloseTo(1, within(0.15));
    }

    @Test
    void denseTraffic_showsAChangeWithinAFewHundredSamples() {
        for (int i = 0; i < 10_000; i++) {
            average.add(1_000_000_000, i);
        }
        for (int i = 0; i < 300; i++) {
            average.add(5_000_000_000L, 10_000 + i);
        }
        assertThat(average.nanos()).isGreaterThan(4_500_000_000L);
    }

    /** Skewed as lengths of answers are. */
    @Test
    void hardlyAnySample_isAboveTheHighMark() {
        SplittableRandom random = new SplittableRandom(5);
        int above = 0;
        for (int i = 0; i < 20_000; i++) {
            long sample = (long) (1e9 * Math.exp(0.7 * random.nextGaussian()));
            above += i >= 100 && sample > average.highNanos() ? 1 : 0;
            average.add(sample, i * 1_000_000_000L);
        }
        assertThat(above / 20_000.0).isBetween(0.005, 0.05);
    }

    @Test
    void nothing_isKnownWithoutSamples() {
        assertThat(average.nanos()).isEqualTo(-1);
        assertThat(average.highNanos()).isEqualTo(-1);
    }
}
