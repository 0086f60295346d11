package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.ProviderCall;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.router.FailoverStrategy;
import dev.langchain4j.model.router.ModelRouter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does routing add to one call? A call through the router with every default on, beside the bare adapter, the same
 * protection composed by hand from Failsafe and Micrometer, and LangChain4j's model router. {@code late} means that the
 * answer comes after the call was made, so that time limits have to be set; otherwise it is there at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OverheadBenchmark {
    private final InstantAdapter instant = new InstantAdapter();
    private final LateAdapter late = new LateAdapter();
    private final ProviderCall call = ProviderCall.builder(Fixture.REQUEST, Fixture.FIRST, Duration.ofSeconds(20))
            .build();
    private final HandWritten handWritten = new HandWritten(instant, new SimpleMeterRegistry());
    private final HandWritten lateHandWritten = new HandWritten(late, new SimpleMeterRegistry());
    private final HybridRouter router = Fixture.router(instant);
    private final HybridRouter lateRouter = Fixture.router(late);
    private final ModelRouter modelRouter = ModelRouter.builder()
            .addRoutes(new InstantChatModel(), new InstantChatModel())
            .routingStrategy(new FailoverStrategy(Duration.ofSeconds(30)))
            .build();
    private final ChatRequest chatRequest =
            ChatRequest.builder().messages(UserMessage.from("say hello to me")).build();

    /** Fails the run if a call is not answered: a benchmark of failures would look fast. */
    @Setup
    public void check() {
        if (!(router.route(Fixture.REQUEST) instanceof RouteResult.Answered)) {
            throw new IllegalStateException("the router does not answer");
        }
        if (handWritten.route(Fixture.REQUEST) != Fixture.RESPONSE) {
            throw new IllegalStateException("the composition does not answer");
        }
    }

    /** Ends the routers' threads. */
    @TearDown
    public void close() {
        router.close();
        lateRouter.close();
    }

    /** The adapter alone. */
    @Benchmark
    public ModelResponse bare() {
        return instant.call(call).join();
    }

    /** Routed, blocking. */
    @Benchmark
    public RouteResult routed() {
        return router.route(Fixture.REQUEST);
    }

    /** Routed, asynchronous. */
    @Benchmark
    public RouteResult routedAsync() {
        return router.routeAsync(Fixture.REQUEST).join();
    }

    /** Routed, asynchronous, with an answer that is not there at once. */
    @Benchmark
    public RouteResult routedLate() {
        CompletableFuture<RouteResult> result = lateRouter.routeAsync(Fixture.REQUEST);
        late.answer();
        return result.join();
    }

    /** Composed by hand, blocking. */
    @Benchmark
    public ModelResponse handWritten() {
        return handWritten.route(Fixture.REQUEST);
    }

    /** Composed by hand, asynchronous. */
    @Benchmark
    public ModelResponse handWrittenAsync() {
        return handWritten.routeAsync(Fixture.REQUEST).join();
    }

    /** Composed by hand, asynchronous, with an answer that is not there at once. */
    @Benchmark
    public ModelResponse handWrittenLate() {
        CompletableFuture<ModelResponse> answer = lateHandWritten.routeAsync(Fixture.REQUEST);
        late.answer();
        return answer.join();
    }

    /** LangChain4j's router, which has neither time limits nor breakers nor meters. */
    @Benchmark
    public ChatResponse langChain4j() {
        return modelRouter.chat(chatRequest);
    }
}
