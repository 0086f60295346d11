package dev.hybridrouter.test;

import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** One adapter and its backend while one sentence of the kit is proved. */
final class KitRun implements AutoCloseable {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

    final ProviderUnderTest subject;
    final ProviderAdapter adapter;
    final Patience patience;

    KitRun(ProviderUnderTest subject, Duration longest) {
        this.subject = subject;
        this.adapter = subject.adapter();
        this.patience = new Patience(longest, subject::letTimePass);
    }

    /** Brings a situation about, or has the test skipped. */
    void arrange(Situation situation, Mode mode) {
        Assumptions.assumeTrue(
                subject.arrange(situation, mode) == ProviderUnderTest.Support.ARRANGED,
                () -> situation + " by " + mode + " is not applicable to this provider");
    }

    ProviderCall call() {
        return call(request().build());
    }

    ProviderCall call(RouteRequest request) {
        return ProviderCall.builder(request, subject.target(), TIME_LIMIT).build();
    }

    /** A call that asks whether it may be sent. */
    ProviderCall call(BooleanSupplier sending) {
        return call().toBuilder()
                .sending(write -> {
                    boolean may = sending.getAsBoolean();
                    if (may) {
                        write.run();
                    }
                    return may;
                })
                .build();
    }

    /** Makes a call or a stream, and waits for its end; null if it was answered. */
    @Nullable
    Throwable end(ProviderCall call, Mode mode) {
        if (mode == Mode.CALL) {
            CompletableFuture<ModelResponse> future = begin(call);
            patience.until("the future to be completed", future::isDone);
            return future.handle((answer, error) -> error instanceof CompletionException ? error.getCause() : error)
                    .join();
        }
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        subscribe(probe, call);
        awaitEnd(probe);
        return probe.assertRulesKept().error().orElse(null);
    }

    /** A request with the canary and, where the target has tools, with one. */
    RouteRequest.Builder request() {
        RouteRequest.Builder request = RouteRequest.builder()
                .user("What colour is grass? " + ExpectedAnswer.CANARY)
                .maxTokens(100);
        if (subject.target().capabilities().contains(Capability.TOOLS)) {
            Json schema = Json.object("{\"type\":\"object\",\"properties\":{\"plant\":{\"type\":\"string\"}}}");
            request.tools(List.of(new Tool(ExpectedAnswer.TOOL_NAME, "Looks up the colour of a plant.", schema)));
        }
        return request;
    }

    /** Makes a call or a stream in a situation and returns its answer. */
    KitAnswer answer(Situation situation, Mode mode) {
        arrange(situation, mode);
        if (mode == Mode.CALL) {
            return KitAnswer.of(await(begin()));
        }
        StreamProbe<ProviderEvent> probe = streamToEnd();
        probe.error().ifPresent(error -> {
            throw new AssertionError("Expected an answer, but the stream failed with " + error, error);
        });
        return KitAnswer.of(probe.events());
    }

    /** Makes a call or a stream in a situation and returns what it failed with. */
    Throwable failure(Situation situation, Mode mode) {
        arrange(situation, mode);
        if (mode == Mode.CALL) {
            return failureOf(begin());
        }
        StreamProbe<ProviderEvent> probe = streamToEnd();
        return probe.error()
                .orElseThrow(() ->
                        new AssertionError("Expected a failure, but the stream completed after " + probe.events()));
    }

    /** Makes a call; an exception that the adapter throws is as good as one in the future. */
    CompletableFuture<ModelResponse> begin() {
        return begin(call());
    }

    CompletableFuture<ModelResponse> begin(ProviderCall call) {
        try {
            return adapter.call(call);
        } catch (ProviderException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Subscribes a probe; an exception that the adapter throws is as good as one in the stream. */
    void subscribe(StreamProbe<ProviderEvent> probe) {
        subscribe(probe, call());
    }

    private void subscribe(StreamProbe<ProviderEvent> probe, ProviderCall call) {
        try {
            adapter.stream(call).subscribe(probe);
        } catch (ProviderException e) {
            probe.onSubscribe(IdleSubscription.INSTANCE);
            probe.onError(e);
        }
    }

    StreamProbe<ProviderEvent> streamToEnd() {
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        subscribe(probe);
        awaitEnd(probe);
        return probe.assertRulesKept();
    }

    void awaitEnd(StreamProbe<ProviderEvent> probe) {
        patience.until("a terminal signal, after " + probe.events(), () -> probe.terminals() > 0);
    }

    ModelResponse await(CompletableFuture<ModelResponse> future) {
        patience.until("the future to be completed", future::isDone);
        try {
            return future.join();
        } catch (CompletionException e) {
            throw new AssertionError("Expected an answer, but the call failed with " + e.getCause(), e);
        }
    }

    private Throwable failureOf(CompletableFuture<ModelResponse> future) {
        patience.until("the future to be completed", future::isDone);
        try {
            throw new AssertionError("Expected a failure, but the call answered with " + future.join());
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        }
    }

    static ProviderFailure classified(@Nullable Throwable failure) {
        if (failure instanceof ProviderException exception) {
            return exception.failure();
        }
        throw new AssertionError("Expected a ProviderException, but got " + failure, failure);
    }

    void awaitBackendCalls(int calls) {
        patience.until(calls + " calls at the backend", () -> subject.backendCalls() >= calls);
    }

    void checkNothingIsOpen() {
        patience.until("no call open at the backend", () -> subject.openCalls() == 0);
    }

    @Override
    public void close() {
        adapter.close();
        subject.close();
    }
}
