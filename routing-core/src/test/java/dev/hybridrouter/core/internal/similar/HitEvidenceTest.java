package dev.hybridrouter.core.internal.similar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A limit of 2 %, of which 5 % of served hits are checked. */
class HitEvidenceTest {
    private static final double LIMIT = 0.02;

    private static HitEvidence evidence() {
        return new HitEvidence(LIMIT, 2_000);
    }

    private static void add(HitEvidence evidence, int right) {
        for (int i = 0; i < right; i++) {
            evidence.add(false);
        }
    }

    @Test
    void shareAtTheLimit_isServedInFewRuns_atAnyLook() {
        int served = 0;
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            HitEvidence evidence = evidence();
            for (int i = 0; i < 20_000 && !evidence.isServing(); i++) {
                evidence.add(random.nextDouble() < LIMIT);
            }
            served += evidence.isServing() ? 1 : 0;
        }
        assertThat(served).isLessThanOrEqualTo(15);
    }

    @Test
    void afterAJump_fewWrongOnesAreServed() {
        long wrongServed = 0;
        int runs = 200;
        for (int seed = 0; seed < runs; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            HitEvidence evidence = evidence();
            add(evidence, 5_000);
            for (int i = 0; i < 20_000; i++) {
                boolean wrong = random.nextDouble() < 0.05;
                if (!evidence.isServing() || random.nextDouble() < 0.05) {
                    evidence.add(wrong);
                } else {
                    wrongServed += wrong ? 1 : 0;
                }
            }
        }
        assertThat((double) wrongServed / runs).isBetween(15.0, 35.0); // 19 / (1 - 0.95^25) = 26
    }

    @Test
    void oldFaults_areForgotten_afterAWindowWithoutProof() {
        HitEvidence evidence = evidence();
        for (int i = 0; i < 100; i++) {
            evidence.add(true);
        }
        add(evidence, 1_900);
        assertThat(evidence.isServing()).isFalse();
        add(evidence, 310); // 223 and what the doubt of a second run costs
        assertThat(evidence.isServing()).isTrue();
    }
}
