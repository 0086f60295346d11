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
 * An adapter that does not say when it sends a call.
 *
 * @param delegate makes the calls
 */
record SilentAdapter(ProviderAdapter delegate) implements ProviderAdapter {
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
    public boolean reportsSending() {
        return false;
    }

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        return delegate.call(
                call.toBuilder().sending(ProviderCall.Sending.always()).build());
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        return delegate.stream(
                call.toBuilder().sending(ProviderCall.Sending.always()).build());
    }

    @Override
    public void close() {
        delegate.close();
    }
}
