package dev.hybridrouter.test;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Calls for the tests of this package. */
final class Calls {
    private Calls() {}

    static ProviderCall to(ScriptedProvider provider, String target) {
        return ProviderCall.builder(
                        RouteRequest.of("secret question"),
                        provider.target(target).build(),
                        Duration.ofSeconds(30))
                .build();
    }

    static Throwable failureOf(CompletableFuture<?> future) {
        try {
            future.join();
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        }
        throw new AssertionError("the future has an answer");
    }

    static ProviderFailure providerFailureOf(CompletableFuture<?> future) {
        return ((ProviderException) failureOf(future)).failure();
    }
}
