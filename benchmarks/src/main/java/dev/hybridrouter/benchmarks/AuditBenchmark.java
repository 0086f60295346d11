package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.audit.Overflow;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does an audit log cost a call where one thread makes them without pause, several times as many as any provider
 * answers? {@code BLOCK} holds calls up until their records have room, so its figure is that of the log's thread; with
 * {@code DROP} records are lost then. {@link AuditRun} measures at a rate that the log keeps up with.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(2)
public class AuditBenchmark {
    /** What becomes of records that have no room, or none for no log. */
    @Param({"none", "BLOCK", "DROP"})
    public String log = "none";

    private @Nullable ScratchLog scratch;
    private HybridRouter router = Fixture.router(new InstantAdapter());

    /** Begins a log. */
    @Setup(Level.Iteration)
    public void begin() throws IOException {
        if (!log.equals("none")) {
            router.close();
            scratch = ScratchLog.begin(false, Overflow.valueOf(log));
            router = Fixture.router(new InstantAdapter(), scratch.log());
        }
    }

    /** Ends the log. */
    @TearDown(Level.Iteration)
    public void end() throws IOException {
        if (scratch != null) {
            scratch.close();
            System.out.printf(Locale.ROOT, "(%,d lost) ", scratch.log().lost());
        }
    }

    /** Ends the router's thread. */
    @TearDown
    public void close() {
        router.close();
    }

    /** Routed, blocking. */
    @Benchmark
    public RouteResult routed() {
        return router.route(Fixture.REQUEST);
    }
}
