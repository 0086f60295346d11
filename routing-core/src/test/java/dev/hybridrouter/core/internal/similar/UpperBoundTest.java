package dev.hybridrouter.core.internal.similar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpperBoundTest {
    /** Where none failed the bound is 1 - 0.05^(1/n); where some did, the 95 % quantile of Beta(k + 1, n - k). */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.95",
        "0, 29, 0.09814",
        "0, 59, 0.04951",
        "0, 299, 0.00997",
        "1, 100, 0.04656",
        "5, 100, 0.10225",
        "50, 100, 0.58638",
        "9, 10, 0.99488",
        "3, 3, 1"
    })
    void bound_isThatOfClopperAndPearson(int failures, int trials, double expected) {
        assertThat(UpperBound.of(failures, trials)).isCloseTo(expected, within(0.00002));
    }

    @Test
    void noTrials_proveNothing() {
        assertThat(UpperBound.of(0, 0)).isEqualTo(1);
    }

    @Test
    void bound_liesAboveTheTrueShare_inAtLeast95OutOf100Trials() {
        Random random = new Random(20261123);
        for (double share : new double[] {0.005, 0.02, 0.1, 0.3}) {
            int above = 0;
            int runs = 4_000;
            for (int run = 0; run < runs; run++) {
                int failures = 0;
                for (int trial = 0; trial < 300; trial++) {
                    failures += random.nextDouble() < share ? 1 : 0;
                }
                above += UpperBound.of(failures, 300) >= share ? 1 : 0;
            }
            assertThat((double) above / runs).as("share %s", share).isGreaterThan(0.945);
        }
    }

    @Test
    void bound_ofTenThousandTrials_doesNotUnderflow() {
        assertThat(UpperBound.of(5_000, 10_000)).isBetween(0.5, 0.51);
        assertThat(UpperBound.of(9_999, 10_000)).isBetween(0.9999, 1.0);
    }
}
