package dev.hybridrouter.benchmarks;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.Policy;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.TaskScheduler;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What do Failsafe's policies cost in each call, and what does the router's own way? The measurement behind the decision
 * to let Failsafe count for the breakers and nothing else. Every call is answered after it was made, so each sets its time
 * limit and takes it back; all run on the caller's thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FailsafeBenchmark {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    private final TaskScheduler scheduler = TaskScheduler.over(executor);
    private final CircuitBreaker<ModelResponse> breaker = CircuitBreaker.<ModelResponse>builder()
            .withFailureThreshold(5, 10)
            .withSuccessThreshold(2)
            .build();
    private final Timeout<ModelResponse> timeout =
            Timeout.<ModelResponse>builder(LIMIT).build();
    private final RetryPolicy<ModelResponse> retry = RetryPolicy.<ModelResponse>builder()
            .withMaxRetries(1)
            .withBackoff(200, 5_000, ChronoUnit.MILLIS)
            .withJitter(0.5)
            .build();
    private final FailsafeExecutor<ModelResponse> withTimeout = over(List.of(timeout));
    private final FailsafeExecutor<ModelResponse> withRetry = over(List.of(retry));
    private final FailsafeExecutor<ModelResponse> withBreaker = over(List.of(breaker));
    private final FailsafeExecutor<ModelResponse> withAll = over(List.of(retry, breaker, timeout));

    private CompletableFuture<ModelResponse> pending = new CompletableFuture<>();

    /** Sets the router's own timer up as the router does. */
    public FailsafeBenchmark() {
        executor.setRemoveOnCancelPolicy(true);
    }

    private static FailsafeExecutor<ModelResponse> over(List<Policy<ModelResponse>> policies) {
        return Failsafe.with(policies).with(new CallerRuns());
    }

    /** Ends the timer's thread. */
    @TearDown
    public void close() {
        executor.shutdownNow();
    }

    private CompletableFuture<ModelResponse> call() {
        pending = new CompletableFuture<>();
        return pending;
    }

    private ModelResponse answered(CompletableFuture<ModelResponse> call) {
        pending.complete(Fixture.RESPONSE);
        return call.join();
    }

    /** The call alone. */
    @Benchmark
    public ModelResponse bare() {
        return answered(call());
    }

    /** The call with a time limit through the router's scheduler seam. */
    @Benchmark
    public ModelResponse ownTimeLimit() {
        CompletableFuture<ModelResponse> call = call();
        TaskScheduler.Cancellable limit = scheduler.schedule(() -> call.cancel(true), LIMIT.toNanos());
        return answered(call.whenComplete((response, error) -> limit.cancel()));
    }

    /** The call with a breaker that only counts, as the router uses it. */
    @Benchmark
    public ModelResponse breakerCounting() {
        ModelResponse response = answered(call());
        if (breaker.isClosed()) {
            breaker.recordSuccess();
        }
        return response;
    }

    /** The call inside Failsafe's time limit. */
    @Benchmark
    public ModelResponse failsafeTimeout() {
        return answered(withTimeout.getStageAsync(this::call));
    }

    /** The call inside Failsafe's retry. */
    @Benchmark
    public ModelResponse failsafeRetry() {
        return answered(withRetry.getStageAsync(this::call));
    }

    /** The call inside Failsafe's breaker. */
    @Benchmark
    public ModelResponse failsafeBreaker() {
        return answered(withBreaker.getStageAsync(this::call));
    }

    /** The call inside all three. */
    @Benchmark
    public ModelResponse failsafeAll() {
        return answered(withAll.getStageAsync(this::call));
    }
}
