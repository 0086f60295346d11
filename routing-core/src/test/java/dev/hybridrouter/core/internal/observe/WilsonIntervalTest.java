package dev.hybridrouter.core.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonIntervalTest {
    @Test
    void of_knownCases_givesThePublishedBounds() {
        // Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
        assertBounds(81, 263, 0.2553, 0.3662);
        assertBounds(15, 148, 0.0624, 0.1605);
        assertBounds(0, 20, 0.0000, 0.1611);
        assertBounds(1, 29, 0.0061, 0.1718);
    }

    private static void assertBounds(long successes, long trials, double lower, double upper) {
        WilsonInterval interval = WilsonInterval.of(successes, trials);
        assertThat(interval.lower()).isCloseTo(lower, within(0.00005));
        assertThat(interval.upper()).isCloseTo(upper, within(0.00005));
        WilsonInterval mirrored = WilsonInterval.of(trials - successes, trials);
        assertThat(mirrored.lower()).isCloseTo(1 - interval.upper(), within(1e-12));
    }

    @Test
    void of_nothing_saysNothing() {
        assertThat(WilsonInterval.of(0, 0)).isEqualTo(new WilsonInterval(0, 1));
    }

    @Test
    void of_allOrNone_stopsAtTheEdge() {
        for (long trials = 1; trials < 2_000; trials++) {
            assertThat(WilsonInterval.of(trials, trials).upper()).isEqualTo(1);
            assertThat(WilsonInterval.of(0, trials).lower()).isZero();
        }
    }

    @Test
    void of_moreSuccessesThanTrials_isRefused() {
        assertThatThrownBy(() -> WilsonInterval.of(3, 2)).hasMessageContaining("wilson.successes");
        assertThatThrownBy(() -> WilsonInterval.of(-1, 2)).hasMessageContaining("wilson.successes");
        assertThatThrownBy(() -> WilsonInterval.of(0, -1)).hasMessageContaining("wilson.trials");
    }
}
