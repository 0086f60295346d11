package dev.hybridrouter.test.kit;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** A good adapter with one of its methods exchanged. */
final class Tampered implements ProviderAdapter {
    private final ProviderAdapter good;
    private Function<ProviderCall, CompletableFuture<ModelResponse>> calls;
    private Function<ProviderCall, Flow.Publisher<ProviderEvent>> streams;
    private boolean closesOnce;
    private boolean closed;

    Tampered(ProviderAdapter good) {
        this.good = good;
        this.calls = good::call;
        this.streams = good::stream;
    }

    Tampered calls(Function<ProviderCall, CompletableFuture<ModelResponse>> other) {
        calls = other;
        return this;
    }

    Tampered streams(Function<ProviderCall, Flow.Publisher<ProviderEvent>> other) {
        streams = other;
        return this;
    }

    Tampered closesOnce() {
        closesOnce = true;
        return this;
    }

    @Override
    public String id() {
        return good.id();
    }

    @Override
    public Set<Capability> capabilities() {
        return good.capabilities();
    }

    @Override
    public void check(Target target) {
        good.check(target);
    }

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        return calls.apply(call);
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        return streams.apply(call);
    }

    @Override
    public void close() {
        if (closed && closesOnce) {
            throw new IllegalStateException("closed already");
        }
        closed = true;
        good.close();
    }
}
