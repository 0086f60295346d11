package dev.hybridrouter.core;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An adapter for tests with real threads: each call parks until the test takes it and ends it, so that the test knows
 * when a call has been sent.
 */
final class ParkingAdapter implements ProviderAdapter {
    static final String ID = "parking";

    private final BlockingQueue<CompletableFuture<ModelResponse>> parked = new LinkedBlockingQueue<>();
    private final AtomicInteger closes = new AtomicInteger();

    /** A target of this adapter that can do everything. */
    static Target target(String name) {
        return Target.builder(name, ID, "model")
                .capabilities(EnumSet.allOf(Capability.class))
                .build();
    }

    static ModelResponse answer(String text) {
        return ModelResponse.builder(List.of(new Content.Text(text)), StopReason.END_TURN)
                .build();
    }

    /** Waits for the next call. */
    CompletableFuture<ModelResponse> take() throws InterruptedException {
        return parked.take();
    }

    int closes() {
        return closes.get();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void check(Target target) {}

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        CompletableFuture<ModelResponse> answer = new CompletableFuture<>();
        parked.add(answer);
        return answer;
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        throw new UnsupportedOperationException("for calls only");
    }

    @Override
    public void close() {
        closes.incrementAndGet();
    }
}
