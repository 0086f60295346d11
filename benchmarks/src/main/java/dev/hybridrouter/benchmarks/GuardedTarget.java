package dev.hybridrouter.benchmarks;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.RetryRule;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One target behind Failsafe's retry, breaker and time limit, with the meters of its attempts. The asynchronous form
 * runs on the caller's thread instead of Failsafe's default pool, which is the cheaper of the two and as free of blocking.
 */
final class GuardedTarget {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ProviderAdapter adapter;
    private final Target target;
    private final AttemptKind kind;
    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer answered;
    private final Counter input;
    private final Counter output;
    private final FailsafeExecutor<ModelResponse> blocking;
    private final FailsafeExecutor<ModelResponse> async;

    GuardedTarget(ProviderAdapter adapter, Target target, AttemptKind kind, MeterRegistry registry) {
        this.adapter = adapter;
        this.target = target;
        this.kind = kind;
        this.registry = registry;
        this.tags = Tags.of(
                "provider", target.provider(),
                "model", target.model(),
                "region", target.region().orElse("none"),
                "target", target.id().value());
        this.answered = timer("none");
        this.input = tokens("input");
        this.output = tokens("output");
        RetryPolicy<ModelResponse> retry = retry();
        CircuitBreaker<ModelResponse> breaker = breaker();
        this.blocking = Failsafe.with(
                retry,
                breaker,
                Timeout.<ModelResponse>builder(LIMIT).withInterrupt().build());
        this.async = Failsafe.with(
                        retry, breaker, Timeout.<ModelResponse>builder(LIMIT).build())
                .with(new CallerRuns());
    }

    private static RetryPolicy<ModelResponse> retry() {
        return RetryPolicy.<ModelResponse>builder()
                .handleIf(error -> error instanceof ProviderException failure
                        && failure.failure().kind().retry() != RetryRule.NEVER)
                .withMaxRetries(1)
                .withBackoff(200, 5_000, ChronoUnit.MILLIS)
                .withJitter(0.5)
                .build();
    }

    private static CircuitBreaker<ModelResponse> breaker() {
        return CircuitBreaker.<ModelResponse>builder()
                .handleIf(error -> !(error instanceof ProviderException failure)
                        || failure.failure().kind().health() == HealthImpact.ILLNESS)
                .withFailureThreshold(5, 10)
                .withSuccessThreshold(2)
                .withDelay(Duration.ofSeconds(5))
                .build();
    }

    private Timer timer(String error) {
        return Timer.builder("hybridrouter.attempt")
                .tags(tags)
                .tags("kind", kind.name().toLowerCase(Locale.ROOT), "error.type", error)
                .register(registry);
    }

    private Counter tokens(String type) {
        return Counter.builder("hybridrouter.tokens")
                .baseUnit("tokens")
                .tags(tags)
                .tags("token.type", type)
                .register(registry);
    }

    ModelResponse call(RouteRequest request) {
        return blocking.get(() -> attempt(request).get());
    }

    CompletableFuture<ModelResponse> send(RouteRequest request) {
        return async.getStageAsync(() -> attempt(request));
    }

    private CompletableFuture<ModelResponse> attempt(RouteRequest request) {
        long start = System.nanoTime();
        return adapter.call(
                        ProviderCall.builder(request, target, LIMIT).kind(kind).build())
                .whenComplete((response, error) -> ended(start, response, error));
    }

    private void ended(long startNanos, @Nullable ModelResponse response, @Nullable Throwable error) {
        Timer timer = error == null ? answered : timer(HandWrittenMeters.error(error));
        timer.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
        if (response != null) {
            input.increment((double) response.usage().input().orElse(0));
            output.increment((double) response.usage().output().orElse(0));
        }
    }
}
