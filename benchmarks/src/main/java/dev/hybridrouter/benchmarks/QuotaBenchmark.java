package dev.hybridrouter.benchmarks;

import dev.hybridrouter.core.internal.quota.QuotaAdmission;
import dev.hybridrouter.core.internal.quota.QuotaHold;
import dev.hybridrouter.core.internal.quota.QuotaTwin;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import dev.hybridrouter.core.quota.QuotaWindow;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What does the twin of a quota cost in each call, the reading of the clock included, and what when it refuses? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the parameter and calls create first
public class QuotaBenchmark {
    private static final long LIMIT = 1_000_000_000;

    /** How the twin counts. */
    @Param({"LEARNED", "ROLLING", "REFILLING"})
    public QuotaWindow window;

    private QuotaTwin open;
    private QuotaTwin full;

    /** Creates a bucket that always has room and one that has none. */
    @Setup
    public void create() {
        open = twin();
        full = twin();
        full.tryAdmit(LIMIT, 0, System.nanoTime());
    }

    private QuotaTwin twin() {
        QuotaLimits limits = QuotaLimits.builder()
                .tokensPerMinute(LIMIT)
                .tokensPerDay(LIMIT)
                .outputBurnDown(5)
                .build();
        QuotaPolicy policy = QuotaPolicy.builder().window(window).headroom(1).build();
        return QuotaTwin.of(limits, policy, System.nanoTime());
    }

    private boolean call() {
        QuotaHold hold = (QuotaHold) open.tryAdmit(1_000, 1_000, System.nanoTime());
        return hold.settle(0, 0, 0, System.nanoTime()); // charges nothing, so that there is always room
    }

    /** One call at a time. */
    @Benchmark
    public boolean admitAndEnd() {
        return call();
    }

    /** Two threads on one bucket. */
    @Benchmark
    @Threads(2)
    public boolean admitAndEnd_twoThreads() {
        return call();
    }

    /** A call that has to wait, and is told how long. */
    @Benchmark
    public QuotaAdmission refuse() {
        return full.tryAdmit(LIMIT, 0, System.nanoTime());
    }
}
