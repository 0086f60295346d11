package dev.hybridrouter.benchmarks.promise;

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
import java.util.function.Function;

/**
 * Answers by a function, on the caller's thread.
 *
 * @param answer fails with a {@code ProviderException} where the provider would
 */
record AnsweringAdapter(Function<ProviderCall, ModelResponse> answer) implements ProviderAdapter {
    private static final String ID = "provider";

    static Target target(String id) {
        return Target.builder(id, ID, "model").build();
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
        try {
            return CompletableFuture.completedFuture(answer.apply(call));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        throw new UnsupportedOperationException("stream: not offered (expected: route)");
    }

    @Override
    public void close() {}
}
