package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call whose refusal as unsupported is looked into: servers say so too of a tool that they no longer have, and that is no
 * fault of the request.
 *
 * @param call is told
 * @param misfit what keeps the tool from being called, as the server now has it
 */
record CheckedCall(ToolCall call, Supplier<CompletableFuture<@Nullable String>> misfit) implements ToolCall {
    @Override
    public boolean beginSending() {
        return call.beginSending();
    }

    @Override
    public void progress(McpProgress progress) {
        call.progress(progress);
    }

    @Override
    public void result(McpResult result) {
        call.result(result);
    }

    @Override
    public void failed(ProviderFailure why) {
        if (why.kind() != FailureKind.UNSUPPORTED) {
            call.failed(why);
            return;
        }
        var unused = misfit.get()
                .thenAccept(words ->
                        call.failed(words == null ? why : ProviderFailure.of(FailureKind.MODEL_NOT_FOUND, words)));
    }
}
