package dev.hybridrouter.core.internal.similar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpperBoundTest {
    @ParameterizedTest
    @CsvSource({"43, 0.1", "88, 0.05", "223, 0.02", "448, 0.01"})
    void fewestRightOnes_thatProveALimit(int trials, double limit) {
        assertThat(UpperBound.of(0, trials, 0.025)).isLessThanOrEqualTo(limit);
        assertThat(UpperBound.of(0, trials - 1, 0.025)).isGreaterThan(limit);
    }

    @Test
    void noTrials_orFailuresOnly_proveNothing() {
        assertThat(UpperBound.of(0, 0, 0.05)).isEqualTo(1);
        assertThat(UpperBound.of(3, 3, 0.05)).isEqualTo(1);
    }

    @Test
    void bound_neverFallsBelowTheTrueShare_atAnyLook_in95OutOf100Runs() {
        SplittableRandom random = new SplittableRandom(20261201);
        for (double share : new double[] {0.02, 0.1, 0.3}) {
            int below = 0;
            int runs = 4_000;
            for (int run = 0; run < runs; run++) {
                int failures = 0;
                boolean ever = false;
                for (int trial = 1; trial <= 1_000 && !ever; trial++) {
                    failures += random.nextDouble() < share ? 1 : 0;
                    ever = UpperBound.isRefuted(share, failures, trial, 0.05);
                }
                below += ever ? 1 : 0;
            }
            assertThat((double) below / runs).as("share %s", share).isLessThan(0.06); // 5 % and three standard errors
        }
    }

    @Test
    void bound_ofManyTrials_doesNotUnderflow() {
        assertThat(UpperBound.of(50_000, 100_000, 0.05)).isBetween(0.5, 0.6); // coarse where half of all are wrong
        assertThat(UpperBound.of(99_999, 100_000, 0.05)).isBetween(0.9999, 1.0);
    }
}
