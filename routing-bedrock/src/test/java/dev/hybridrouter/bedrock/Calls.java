package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Calls of an adapter and their ends. */
final class Calls {
    static final String MODEL = "model-a";
    static final Target TARGET = Target.builder("frankfurt", "bedrock", MODEL)
            .region(Adapters.REGION)
            .capabilities(EnumSet.allOf(Capability.class))
            .build();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Calls() {}

    static ProviderCall of(RouteRequest request) {
        return of(request, TARGET);
    }

    static ProviderCall of(RouteRequest request, Target target) {
        return ProviderCall.builder(request, target, PATIENCE).build();
    }

    static ProviderCall any() {
        return of(RouteRequest.of("What colour is grass?"));
    }

    static ModelResponse answer(BedrockAdapter adapter) {
        return adapter.call(any()).join();
    }

    static ProviderFailure failure(BedrockAdapter adapter, ProviderCall call) {
        return failure(() -> adapter.call(call));
    }

    /** What something failed with, thrown or by its future. */
    static ProviderFailure failure(Supplier<CompletableFuture<?>> work) {
        try {
            throw new AssertionError("Expected a failure, but got " + work.get().join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProviderException failed) {
                return failed.failure();
            }
            throw e;
        } catch (ProviderException e) {
            return e.failure();
        }
    }

    static StreamProbe<ProviderEvent> streamToEnd(BedrockAdapter adapter) {
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        adapter.stream(any()).subscribe(probe);
        return probe.await(PATIENCE).assertRulesKept();
    }

    static ProviderFailure streamFailure(BedrockAdapter adapter) {
        StreamProbe<ProviderEvent> probe = streamToEnd(adapter);
        Throwable error =
                probe.error().orElseThrow(() -> new AssertionError("Expected a failure, but got " + probe.events()));
        return ((ProviderException) error).failure();
    }

    static ProviderEvent.Finished finished(StreamProbe<ProviderEvent> probe) {
        probe.error().ifPresent(error -> {
            throw new AssertionError(error);
        });
        return (ProviderEvent.Finished) probe.events().get(probe.events().size() - 1);
    }
}
