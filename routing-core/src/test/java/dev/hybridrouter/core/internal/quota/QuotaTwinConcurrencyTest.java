package dev.hybridrouter.core.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One bucket under many threads at once. */
class QuotaTwinConcurrencyTest {
    private static final int CALLS = 20_000;
    private static final long LIMIT = 1_000_000;

    private final ExecutorService pool = Executors.newFixedThreadPool(8);
    private final QuotaTwin twin = QuotaTwin.of(
            QuotaLimits.builder().tokensPerMinute(LIMIT).outputBurnDown(5).build(),
            QuotaPolicy.builder().headroom(1).build(),
            0);

    @AfterEach
    void close() {
        pool.shutdownNow();
    }

    private long used() {
        return twin.view(0).levels().get(0).used();
    }

    private void atOnce(int threads, Callable<?> action) throws Exception {
        CyclicBarrier gate = new CyclicBarrier(threads);
        List<Callable<Object>> work = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            work.add(() -> {
                gate.await();
                return action.call();
            });
        }
        for (Future<Object> result : pool.invokeAll(work)) {
            result.get();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void admissions_neverPassTheLimit_andUseItUp(int threads) throws Exception {
        AtomicLong admitted = new AtomicLong();
        atOnce(threads, () -> {
            for (int i = 0; i < CALLS; i++) {
                if (twin.tryAdmit(60, 40, 0) instanceof QuotaHold hold) {
                    admitted.addAndGet(hold.tokens());
                }
            }
            return true;
        });
        assertThat(admitted).hasValue(LIMIT);
        assertThat(used()).isEqualTo(LIMIT);
        QuotaView view = twin.view(0);
        assertThat(view.inFlight() + view.refusals()).isEqualTo((long) threads * CALLS);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void ends_addUp(int threads) throws Exception {
        AtomicInteger seeds = new AtomicInteger();
        AtomicLong charged = new AtomicLong();
        atOnce(threads, () -> {
            SplittableRandom random = new SplittableRandom(seeds.incrementAndGet());
            for (int i = 0; i < CALLS; i++) {
                if (!(twin.tryAdmit(random.nextInt(100), random.nextInt(100), 0) instanceof QuotaHold hold)) {
                    continue;
                }
                if (random.nextInt(10) > 0) {
                    hold.release(0);
                } else if (hold.settle(1, 2, 3, 0)) {
                    charged.addAndGet(1 + 2 + 5 * 3);
                }
            }
            return true;
        });
        assertThat(used()).isEqualTo(charged.get());
        assertThat(twin.view(0).inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void holdThatManyClose_closesOnce(int threads) throws Exception {
        for (int round = 0; round < 200; round++) {
            QuotaHold hold = (QuotaHold) twin.tryAdmit(1_000, 0, 0);
            AtomicInteger closed = new AtomicInteger();
            AtomicInteger turn = new AtomicInteger();
            atOnce(threads, () -> {
                boolean first = turn.getAndIncrement() % 2 == 0 ? hold.settle(0, 0, 0, 0) : hold.release(0);
                return first ? closed.incrementAndGet() : 0;
            });
            assertThat(closed).hasValue(1);
            assertThat(used()).isZero();
        }
        assertThat(twin.view(0).closedAgain()).isEqualTo(200L * (threads - 1));
    }
}
