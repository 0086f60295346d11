package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Calls of the fake server's tool, and their ends. */
final class Calls {
    static final Duration LIMIT = Duration.ofSeconds(30);

    private Calls() {}

    static McpTool.Builder tool() {
        return McpTool.builder("fake", "generate_text");
    }

    static ProviderCall of(String text, Duration limit) {
        Target target = Target.builder("t", "mcp", "text").path(Path.MCP).build();
        return ProviderCall.builder(RouteRequest.of(text), target, limit).build();
    }

    static ProviderCall of(String text) {
        return of(text, LIMIT);
    }

    static ProviderFailure failure(CompletableFuture<ModelResponse> future) {
        Waiting.until("an end", future::isDone);
        try {
            throw new AssertionError("Expected a failure, but got " + future.join());
        } catch (CompletionException e) {
            return ((ProviderException) Objects.requireNonNull(e.getCause())).failure();
        }
    }

    /** The text of an answer, which has to come. */
    static String text(CompletableFuture<ModelResponse> future) {
        Waiting.until("an end", future::isDone);
        return future.join().text();
    }

    static Map<String, Object> result(String text) {
        return Map.of("content", List.of(Map.of("type", "text", "text", text)));
    }
}
