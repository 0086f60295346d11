package dev.hybridrouter.core;

import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.TokenCounter;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * An adapter that counts tokens too.
 *
 * @param delegate does the rest
 * @param onCount makes each count
 */
record CountingAdapter(ProviderAdapter delegate, Supplier<CompletableFuture<Long>> onCount)
        implements ProviderAdapter, TokenCounter {
    @Override
    public CompletableFuture<Long> countInputTokens(Target target, RouteRequest request) {
        return onCount.get();
    }

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
        return delegate.call(call);
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        return delegate.stream(call);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
