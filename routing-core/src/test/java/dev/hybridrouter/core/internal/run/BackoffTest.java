package dev.hybridrouter.core.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.core.internal.tools.Chance;
import dev.hybridrouter.core.policy.RetryPolicy;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final RetryPolicy POLICY = RetryPolicy.defaults();

    /** The first of ten equal targets is the one that drew least; its pauses must not know that. */
    @Test
    void pauses_areDrawnEvenly_whateverTheRankingDrew() {
        int requests = 20_000;
        int targets = 10;
        int[][] tenths = new int[targets][10];
        int[] firsts = new int[targets];
        for (int number = 0; number < requests; number++) {
            int first = first(Chance.seed(7, number, Chance.Purpose.RANKING), targets);
            long pause = Backoff.pause(POLICY, 0, Chance.seed(7, number, Chance.Purpose.PAUSE), first);
            firsts[first]++;
            tenths[first][(int) Math.min(9, 10 * pause / POLICY.firstPause().toNanos())]++;
        }
        for (int target = 0; target < targets; target++) {
            for (int tenth = 0; tenth < 10; tenth++) {
                assertThat((double) tenths[target][tenth] / firsts[target])
                        .as("target %s, tenth %s", target, tenth)
                        .isBetween(0.07, 0.13);
            }
        }
    }

    private static int first(long draw, int targets) {
        int first = 0;
        for (int target = 1; target < targets; target++) {
            first = Chance.of(draw, target) < Chance.of(draw, first) ? target : first;
        }
        return first;
    }
}
