package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.guard.GuardRoom;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * An adapter behind the router's guards: no answer of it is seen by anybody, remembered or shared before they have inspected
 * it. Whatever kind of attempt calls it, they cannot be passed by.
 *
 * @param delegate answers
 * @param guards inspect
 */
public record GuardedAdapter(ProviderAdapter delegate, GuardRoom guards) implements ProviderAdapter {
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
        return new GuardedAnswer(guards, call).follow(delegate.call(call));
    }

    /** What a remote guard has to see in one piece is called for in one piece, and streamed once it is let go. */
    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        return guards.areAllLocal() ? subscriber -> filter(call, subscriber) : subscriber -> replay(call, subscriber);
    }

    private void filter(ProviderCall call, Flow.Subscriber<? super ProviderEvent> subscriber) {
        FilteredFlow<ProviderEvent, ProviderEvent> flow =
                new FilteredFlow<>(subscriber, new AnswerSieve(guards, call.request()), () -> {});
        flow.open();
        delegate.stream(call).subscribe(flow);
    }

    private void replay(ProviderCall call, Flow.Subscriber<? super ProviderEvent> subscriber) {
        CompletableFuture<ModelResponse> answer = call(call);
        FilteredFlow<ModelResponse, ProviderEvent> flow =
                new FilteredFlow<>(subscriber, new Pieces(), () -> answer.cancel(true));
        flow.open();
        var unused = answer.whenComplete((response, error) -> {
            if (error != null) {
                flow.onError(error);
            } else {
                flow.onNext(response);
                flow.onComplete();
            }
        });
    }

    @Override
    public void close() {
        delegate.close();
    }

    /** The pieces of a whole answer. */
    private static final class Pieces implements Sieve<ModelResponse, ProviderEvent> {
        @Override
        public void take(ModelResponse response, Consumer<ProviderEvent> out) {
            for (Delta delta : Replay.of(response)) {
                out.accept(new ProviderEvent.Piece(delta));
            }
            out.accept(ProviderEvent.Finished.of(response));
        }

        @Override
        public void end(Consumer<ProviderEvent> out) {}
    }
}
