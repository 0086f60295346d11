package dev.hybridrouter.benchmarks.load;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.request.RouteRequest;
import java.util.concurrent.CompletableFuture;

/** Asks through the router. */
record RoutedCaller(HybridRouter router) implements Caller {
    @Override
    public CompletableFuture<String> send() {
        RouteRequest request = RouteRequest.builder()
                .system(SYSTEM)
                .user(USER)
                .maxTokens(MAX_TOKENS)
                .build();
        return router.routeAsync(request)
                .thenApply(result -> result.orElseThrow().response().text());
    }
}
