package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.failure.FallbackRule;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a good engineer writes by hand with Failsafe and Micrometer in place of a router: two guarded targets, the second
 * where the first fails, and the meters that operations want. Everything that can be made once is made once. It has no
 * choice of target, overall deadline, attempt budget or record of what was tried.
 */
final class HandWritten {
    private final GuardedTarget first;
    private final GuardedTarget second;
    private final HandWrittenMeters meters;

    HandWritten(ProviderAdapter adapter, MeterRegistry registry) {
        this.meters = new HandWrittenMeters(registry);
        this.first = new GuardedTarget(adapter, Fixture.FIRST, AttemptKind.PRIMARY, registry);
        this.second = new GuardedTarget(adapter, Fixture.SECOND, AttemptKind.FALLBACK, registry);
    }

    ModelResponse route(RouteRequest request) {
        long start = meters.started();
        try {
            ModelResponse response = first.call(request);
            meters.answered(start, false);
            return response;
        } catch (RuntimeException e) {
            return fallBack(request, start, e);
        }
    }

    private ModelResponse fallBack(RouteRequest request, long start, RuntimeException failure) {
        try {
            if (!mayFallBack(failure)) {
                throw failure;
            }
            ModelResponse response = second.call(request);
            meters.answered(start, true);
            return response;
        } catch (RuntimeException e) {
            meters.failed(start, e);
            throw e;
        }
    }

    CompletableFuture<ModelResponse> routeAsync(RouteRequest request) {
        long start = meters.started();
        return first.send(request)
                .thenApply(response -> {
                    meters.answered(start, false);
                    return response;
                })
                .exceptionallyCompose(failure -> fallBackAsync(request, start, failure));
    }

    private CompletableFuture<ModelResponse> fallBackAsync(RouteRequest request, long start, Throwable failure) {
        CompletableFuture<ModelResponse> answer =
                mayFallBack(failure) ? second.send(request) : CompletableFuture.failedFuture(failure);
        return answer.whenComplete((response, error) -> {
            if (error == null) {
                meters.answered(start, true);
            } else {
                meters.failed(start, error);
            }
        });
    }

    private static boolean mayFallBack(Throwable thrown) {
        ProviderException failure = failure(thrown);
        return failure == null || failure.failure().kind().fallback() != FallbackRule.NO;
    }

    static @Nullable ProviderException failure(Throwable thrown) {
        Throwable error =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return error instanceof ProviderException provider ? provider : null;
    }
}
