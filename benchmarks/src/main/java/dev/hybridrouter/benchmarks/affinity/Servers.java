package dev.hybridrouter.benchmarks.affinity;

import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * The adapter of simulated targets.
 *
 * @param byTarget the server behind each target
 */
record Servers(Map<String, Server> byTarget) implements ProviderAdapter {
    /** The recorded call behind a request, for the simulation only. */
    record Recorded(Conversations.Call call) implements ProviderOptions {}

    @Override
    public String id() {
        return "simulated";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.SYSTEM_TEXT, Capability.PROMPT_CACHING);
    }

    @Override
    public void check(Target target) {}

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        Recorded recorded = call.request().options(Recorded.class).orElseThrow();
        Server server = byTarget.get(call.target().id().value());
        if (server == null) {
            throw new IllegalArgumentException("target: " + call.target().id() + " (expected: one with a server)");
        }
        return server.serve(recorded.call());
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        throw new UnsupportedOperationException("the replay does not stream");
    }

    @Override
    public void close() {}
}
