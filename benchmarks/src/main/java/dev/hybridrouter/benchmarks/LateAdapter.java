package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Answers when it is told to, after the call was made, as a network does: whoever waits has to set its time limit. Used
 * by one thread at a time.
 */
final class LateAdapter implements ProviderAdapter {
    private CompletableFuture<ModelResponse> pending = new CompletableFuture<>();

    /** Answers the latest call. */
    void answer() {
        pending.complete(Fixture.RESPONSE);
    }

    @Override
    public String id() {
        return Fixture.ADAPTER;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void check(Target target) {}

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        pending = new CompletableFuture<>();
        return pending;
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        throw new UnsupportedOperationException("streams are measured with the instant adapter");
    }

    @Override
    public void close() {}
}
