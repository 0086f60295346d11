package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.ProviderException;
import java.util.concurrent.CompletableFuture;

/**
 * A caller who waits for the whole answer.
 *
 * @param reader makes it of the result
 * @param future takes it
 */
record UnaryCall(ResultReader reader, CompletableFuture<ModelResponse> future) implements ToolCall {
    @Override
    public void progress(McpProgress progress) {}

    @Override
    public void result(McpResult result) {
        try {
            future.complete(reader.read(result));
        } catch (ProviderException e) {
            future.completeExceptionally(e);
        }
    }

    @Override
    public void failed(ProviderFailure why) {
        future.completeExceptionally(new ProviderException(why));
    }
}
