package dev.hybridrouter.core.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.policy.BreakerPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;

/** Permits of one target, taken and ended by many threads at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreakerConcurrencyTest {
    private static final int THREADS = 8;
    private static final long PROBATION = Duration.ofSeconds(5).toNanos();
    private static final ProviderFailure ILL = ProviderFailure.of(FailureKind.UNAVAILABLE, "down");

    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    private TargetState target = fresh();

    private static TargetState fresh() {
        return new TargetState(
                Target.builder("t", "p", "m").build(),
                BreakerPolicy.builder()
                        .failures(5)
                        .window(10)
                        .probes(1)
                        .probation(Duration.ofNanos(PROBATION))
                        .build(),
                0);
    }

    @BeforeEach
    void renew() {
        target = fresh();
    }

    @AfterAll
    void close() {
        pool.shutdownNow();
    }

    private void open(long nowNanos) {
        while (!target.isOutOfService(nowNanos)) {
            Objects.requireNonNull(target.tryAcquire(nowNanos)).fail(1, ILL, nowNanos);
        }
    }

    private int inFlight() {
        return target.health(false, 0).inFlight();
    }

    private <T> List<T> atOnce(Callable<T> action) throws Exception {
        CyclicBarrier gate = new CyclicBarrier(THREADS);
        List<Callable<T>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            work.add(() -> {
                gate.await();
                return action.call();
            });
        }
        List<T> results = new ArrayList<>();
        for (Future<T> result : pool.invokeAll(work)) {
            results.add(result.get());
        }
        return results;
    }

    @RepeatedTest(200)
    void openBreaker_letsOneProbeThroughAtATime() throws Exception {
        open(0);
        List<Boolean> early = atOnce(() -> target.tryAcquire(PROBATION - 1) != null);
        assertThat(early).containsOnly(false);

        AtomicInteger admitted = new AtomicInteger();
        List<Permit> probes = new ArrayList<>();
        atOnce(() -> {
            Permit permit = target.tryAcquire(PROBATION * 100);
            if (permit != null) {
                admitted.incrementAndGet();
                synchronized (probes) {
                    probes.add(permit);
                }
            }
            return true;
        });
        assertThat(admitted).hasValue(1);

        probes.get(0).succeed();
        assertThat(target.isOutOfService(PROBATION)).isFalse();
        assertThat(inFlight()).isZero();
    }

    @RepeatedTest(200)
    void permitThatManyEnd_endsOnce() throws Exception {
        Permit permit = Objects.requireNonNull(target.tryAcquire(0));
        atOnce(() -> {
            permit.succeed();
            permit.fail(1, ILL, 0);
            return true;
        });
        assertThat(inFlight()).isZero();
    }

    @RepeatedTest(20)
    void randomEnds_leaveNoPermit_andNeverLockTheTargetOut() throws Exception {
        AtomicInteger seeds = new AtomicInteger(42);
        AtomicInteger clock = new AtomicInteger();
        FailureKind[] kinds = FailureKind.values();
        atOnce(() -> {
            SplittableRandom random = new SplittableRandom(seeds.incrementAndGet());
            for (int i = 0; i < 2_000; i++) {
                long now = clock.addAndGet(random.nextInt(100)) * (PROBATION / 100);
                Permit permit = target.tryAcquire(now);
                if (permit == null) {
                    continue;
                }
                if (random.nextBoolean()) {
                    permit.succeed();
                } else {
                    permit.fail(1, ProviderFailure.of(kinds[random.nextInt(kinds.length)], "random"), now);
                }
            }
            return true;
        });
        assertThat(inFlight()).isZero();
        long muchLater = Duration.ofDays(365).toNanos();
        Permit probe = Objects.requireNonNull(target.tryAcquire(muchLater), "a probe after a year");
        probe.succeed();
        assertThat(target.isOutOfService(muchLater)).isFalse();
    }
}
