package dev.hybridrouter.core.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class AttemptBudgetTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static int drawAll(AttemptBudget budget, long nowNanos) {
        int drawn = 0;
        while (budget.tryDraw(nowNanos)) {
            drawn++;
        }
        return drawn;
    }

    @Test
    void bucket_startsFull() {
        assertThat(drawAll(new AttemptBudget(new AttemptBudgetPolicy(0.2, 10, 7), 0), 0))
                .isEqualTo(7);
    }

    @Test
    void bucket_isFilledByTime_upToItsBurst() {
        AttemptBudget budget = new AttemptBudget(new AttemptBudgetPolicy(0, 10, 25), 0);
        drawAll(budget, 0);
        assertThat(drawAll(budget, SECOND / 2)).isEqualTo(5);
        assertThat(drawAll(budget, SECOND)).isEqualTo(5);
        assertThat(drawAll(budget, 100 * SECOND)).isEqualTo(25);
    }

    @Test
    void bucket_isFilledByRequests() {
        AttemptBudget budget = new AttemptBudget(new AttemptBudgetPolicy(0.2, 0, 25), 0);
        drawAll(budget, 0);
        for (int i = 0; i < 14; i++) {
            budget.requestMade();
        }
        assertThat(drawAll(budget, SECOND)).isEqualTo(2);
        budget.requestMade();
        assertThat(drawAll(budget, SECOND))
                .as("the rest of 15 requests at 0.2 each")
                .isEqualTo(1);
    }

    @Test
    void bucket_isNotFilledByAClockThatGoesBack() {
        AttemptBudget budget = new AttemptBudget(new AttemptBudgetPolicy(0, 10, 5), 0);
        drawAll(budget, SECOND);
        assertThat(drawAll(budget, 0)).isZero();
        assertThat(drawAll(budget, SECOND)).isZero();
        assertThat(drawAll(budget, SECOND + SECOND / 10)).isEqualTo(1);
    }

    @RepeatedTest(20)
    void manyThreads_neverDrawMoreThanThereIs() throws Exception {
        int threads = 8;
        int requestsEach = 1_000;
        AttemptBudget budget = new AttemptBudget(new AttemptBudgetPolicy(0.1, 0, 100), 0);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier gate = new CyclicBarrier(threads);
            List<Callable<Integer>> work = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                work.add(() -> {
                    gate.await();
                    int drawn = 0;
                    for (int i = 0; i < requestsEach; i++) {
                        budget.requestMade();
                        drawn += budget.tryDraw(i) ? 1 : 0;
                    }
                    return drawn;
                });
            }
            int drawn = 0;
            for (Future<Integer> share : pool.invokeAll(work)) {
                drawn += share.get();
            }
            int total = 100 + threads * requestsEach / 10;
            assertThat(drawn + drawAll(budget, requestsEach)).isBetween(total - 1, total);
        } finally {
            pool.shutdownNow();
        }
    }
}
