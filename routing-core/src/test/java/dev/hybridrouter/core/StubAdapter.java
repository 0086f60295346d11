package dev.hybridrouter.core;

import dev.hybridrouter.api.request.RouteRequest;
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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An adapter with the id {@code stub} that returns what a test hands it: for adapters that break the rules.
 *
 * @param onCall what calls get
 * @param onSubscribe what is done to whoever subscribes to a stream
 * @param onBilling runs when it is asked for the tier of a request
 */
record StubAdapter(
        Supplier<CompletableFuture<ModelResponse>> onCall,
        Consumer<Flow.Subscriber<? super ProviderEvent>> onSubscribe,
        Runnable onBilling)
        implements ProviderAdapter {

    StubAdapter(
            Supplier<CompletableFuture<ModelResponse>> onCall,
            Consumer<Flow.Subscriber<? super ProviderEvent>> onSubscribe) {
        this(onCall, onSubscribe, () -> {});
    }

    static Target target(String name) {
        return Target.builder(name, "stub", "stub-model").build();
    }

    @Override
    public String id() {
        return "stub";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void check(Target target) {}

    @Override
    public String billedTier(RouteRequest request) {
        onBilling.run();
        return ProviderAdapter.super.billedTier(request);
    }

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        return onCall.get();
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        return onSubscribe::accept;
    }

    @Override
    public void close() {}

    /** A subscription that does these things. */
    static Flow.Subscription subscription(Runnable onRequest, Runnable onCancel) {
        return new Flow.Subscription() {
            @Override
            public void request(long n) {
                onRequest.run();
            }

            @Override
            public void cancel() {
                onCancel.run();
            }
        };
    }
}
