package dev.hybridrouter.core.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecentOutcomesTest {
    private final RecentOutcomes outcomes = new RecentOutcomes();

    private void add(int count, boolean success) {
        for (int i = 0; i < count; i++) {
            outcomes.add(success);
        }
    }

    @Test
    void oldOutcomes_areForgotten() {
        add(100_000, true);
        assertThat(outcomes.lowerBound()).isGreaterThan(0.99);
        add(1_000, false);
        assertThat(outcomes.lowerBound()).isZero();
    }

    @Test
    void independentOutcomes_areWorthThemselves() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 1_000; i++) {
            outcomes.add(random.nextDouble() < 0.9);
        }
        assertThat(outcomes.independent()).isGreaterThan(850);
    }

    @Test
    void outages_areWorthFewOutcomes_soTheBoundIsLower() {
        for (int i = 0; i < 10; i++) {
            add(90, true);
            add(10, false);
        }
        assertThat(outcomes.independent()).isBetween(40.0, 70.0); // 19 changes where 180 are expected
        assertThat(outcomes.lowerBound())
                .isLessThan(WilsonInterval.of(900, 1_000).lower() - 0.05);
    }

    @Test
    void boundHolds_alsoForCorrelatedOutcomes() {
        int held = 0;
        int runs = 500;
        for (int seed = 0; seed < runs; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RecentOutcomes recent = new RecentOutcomes();
            boolean good = random.nextDouble() < 0.9;
            for (int i = 0; i < 1_000; i++) {
                good = random.nextDouble() < 0.9 ? good : random.nextDouble() < 0.9; // neighbours correlate by 0.9
                recent.add(good);
            }
            held += recent.lowerBound() <= 0.9 ? 1 : 0;
        }
        assertThat((double) held / runs).isCloseTo(0.97, within(0.04));
    }

    @Test
    void nothing_isKnownOfNothing() {
        assertThat(outcomes.lowerBound()).isZero();
        assertThat(outcomes.independent()).isZero();
    }
}
