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
 * An adapter that does something else before it makes a call, on the thread that it was called on.
 *
 * @param delegate makes the calls
 * @param before what it does
 */
record BlockingAdapter(ProviderAdapter delegate, Runnable before) implements ProviderAdapter {
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
        return delegate.reportsSending();
    }

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        before.run();
        return delegate.call(call);
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        before.run();
        return delegate.stream(call);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
