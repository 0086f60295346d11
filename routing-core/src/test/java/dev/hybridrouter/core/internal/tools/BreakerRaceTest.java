package dev.hybridrouter.core.internal.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.core.internal.tools.Breaker.Entry;
import dev.hybridrouter.core.policy.BreakerPolicy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread ends the probe while another tries to get in, over and over again. */
@Timeout(600)
@SuppressWarnings("ThreadPriorityCheck") // yields only so that two threads get on with one core
class BreakerRaceTest {
    private static final int ROUNDS = 30_000;
    private static final BreakerPolicy POLICY =
            BreakerPolicy.builder().failures(1).window(1).probes(1).build();
    private static final long PROBE_AT = POLICY.probation().toNanos();

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final AtomicReference<Breaker> current = new AtomicReference<>(new Breaker(POLICY));
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() {
        other.shutdownNow();
    }

    private static Breaker inProbe() {
        Breaker breaker = new Breaker(POLICY);
        breaker.failed(breaker.tryEnter(0), 0);
        if (breaker.tryEnter(PROBE_AT) != Entry.PROBE) {
            throw new AssertionError("no probe let in");
        }
        return breaker;
    }

    /** The other thread's part: ends the probe of each round. */
    private Future<?> endingProbes(Consumer<Breaker> end) {
        return other.submit(() -> {
            for (int round = 1; round <= ROUNDS; round++) {
                await(begun, round);
                end.accept(current.get());
                ended.set(round);
            }
        });
    }

    private static void await(AtomicInteger counter, int value) {
        while (counter.get() < value && !Thread.currentThread().isInterrupted()) {
            Thread.yield();
        }
    }

    /** This thread's part: tries until the probe has ended, or it got in. */
    private Entry tryWhileProbeEnds(Breaker breaker, int round) {
        current.set(breaker);
        begun.set(round);
        Entry entry = Entry.REFUSED;
        for (int tries = 1; entry == Entry.REFUSED && ended.get() < round; tries++) {
            entry = breaker.tryEnter(PROBE_AT);
            if (tries % 1_000 == 0) {
                Thread.yield();
            }
        }
        await(ended, round);
        return entry;
    }

    @Test
    void tryEnter_whileTheProbeSucceeds_leavesTheBreakerClosed() throws InterruptedException, ExecutionException {
        Future<?> work = endingProbes(breaker -> breaker.succeeded(Entry.PROBE));
        int reopened = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            Breaker breaker = inProbe();
            Entry entry = tryWhileProbeEnds(breaker, round);
            reopened += breaker.isClosed() && entry != Entry.PROBE ? 0 : 1;
        }
        work.get();

        assertThat(reopened).as("breakers that a good probe did not close").isZero();
    }

    @Test
    void tryEnter_whileTheProbeFails_letsNobodyIn() throws InterruptedException, ExecutionException {
        Future<?> work = endingProbes(breaker -> breaker.failed(Entry.PROBE, PROBE_AT));
        int letIn = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            letIn += tryWhileProbeEnds(inProbe(), round) == Entry.REFUSED ? 0 : 1;
        }
        work.get();

        assertThat(letIn).as("attempts let in right after a failed probe").isZero();
    }
}
