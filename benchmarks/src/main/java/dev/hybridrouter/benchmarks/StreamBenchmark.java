package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does routing add to each piece of a streamed answer? A routed stream of 200 pieces of text beside a subscription to
 * the adapter's own publisher, with a subscriber that asks for everything and one that asks for one piece at a time. The
 * figures are per piece; planning, attempt and meters are spread over the 200.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StreamBenchmark {
    private static final int DELTAS = 200;

    /** How the subscriber asks. */
    @Param({"everything", "oneByOne"})
    public String demand = "everything";

    private final InstantAdapter adapter = new InstantAdapter(DELTAS);
    private final HybridRouter router = Fixture.router(adapter);
    private final ProviderCall call = ProviderCall.builder(Fixture.REQUEST, Fixture.FIRST, Duration.ofSeconds(20))
            .build();

    /** Fails the run if a stream is not whole: a benchmark of broken streams would look fast. */
    @Setup
    public void check(Blackhole blackhole) {
        Sink<StreamEvent> sink = new Sink<>(blackhole, everything());
        router.stream(Fixture.REQUEST).subscribe(sink);
        if (!sink.completed || sink.events != DELTAS + 2) {
            throw new IllegalStateException("the stream is not whole: " + sink.events + " events");
        }
    }

    /** Ends the router's thread. */
    @TearDown
    public void close() {
        router.close();
    }

    private boolean everything() {
        return demand.equals("everything");
    }

    /** The adapter's publisher alone. */
    @Benchmark
    @OperationsPerInvocation(DELTAS)
    public boolean bare(Blackhole blackhole) {
        Sink<ProviderEvent> sink = new Sink<>(blackhole, everything());
        adapter.stream(call).subscribe(sink);
        return sink.completed;
    }

    /** Routed. */
    @Benchmark
    @OperationsPerInvocation(DELTAS)
    public boolean routed(Blackhole blackhole) {
        Sink<StreamEvent> sink = new Sink<>(blackhole, everything());
        router.stream(Fixture.REQUEST).subscribe(sink);
        return sink.completed;
    }

    /** Takes everything in. */
    private static final class Sink<T> implements Flow.Subscriber<T> {
        private final Blackhole blackhole;
        private final boolean everything;
        private Flow.@Nullable Subscription subscription;
        private int events;
        private boolean completed;

        Sink(Blackhole blackhole, boolean everything) {
            this.blackhole = blackhole;
            this.everything = everything;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(everything ? Long.MAX_VALUE : 1);
        }

        @Override
        public void onNext(T event) {
            events++;
            blackhole.consume(event);
            if (!everything && subscription != null) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable error) {
            throw new IllegalStateException("the stream failed", error);
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}
