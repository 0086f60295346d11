package dev.hybridrouter.core;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * An adapter that tells when it is used.
 *
 * @param delegate does the work
 * @param onCalled runs when a call has begun, before the router gets its future
 * @param onClose runs before the delegate is closed
 */
record WatchedAdapter(ProviderAdapter delegate, Runnable onCalled, Runnable onClose) implements ProviderAdapter {
    @Override
    public String id() {
        return delegate.id();
    }

    @Override
    public Set<Capability> capabilities() {
        return delegate.capabilities();
    }

    @Override
    public void check(Target target) {
        delegate.check(target);
    }

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        CompletableFuture<ModelResponse> begun = delegate.call(call);
        onCalled.run();
        return begun;
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        return delegate.stream(call);
    }

    @Override
    public void close() {
        onClose.run();
        delegate.close();
    }
}
