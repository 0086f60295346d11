package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.core.internal.flow.FilteredFlow;
import dev.hybridrouter.core.internal.flow.StreamFilter;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Dispatch;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * The way to a target behind the router's guards: no answer is seen by anybody, remembered or shared before they have inspected
 * it. Whatever kind of attempt it is, they cannot be passed by.
 *
 * @param delegate reaches the target
 * @param guards inspect
 */
public record GuardedDispatch(Dispatch delegate, Guards guards) implements Dispatch {
    @Override
    public CompletableFuture<ModelResponse> call(CallContext call, ProviderCall attempt) {
        return new GuardedAnswer(guards, call, attempt.timeLimit()).follow(delegate.call(call, attempt));
    }

    /** Local guards that stand before the first remote one inspect each piece, those from there on windows. */
    @Override
    public Flow.Publisher<ProviderEvent> stream(CallContext call, ProviderCall attempt) {
        return subscriber -> {
            Guards pieces = guards.beforeRemote();
            Guards windows = guards.fromRemote();
            Flow.Subscriber<? super ProviderEvent> last = windows.isEmpty()
                    ? subscriber
                    : behind(new WindowFilter(windows, call, attempt.timeLimit()), call, subscriber);
            delegate.stream(call, attempt)
                    .subscribe(pieces.isEmpty() ? last : behind(new AnswerFilter(pieces, call), call, last));
        };
    }

    @Override
    public boolean reportsSending() {
        return delegate.reportsSending();
    }

    private static Flow.Subscriber<ProviderEvent> behind(
            StreamFilter<ProviderEvent, ProviderEvent> filter,
            CallContext call,
            Flow.Subscriber<? super ProviderEvent> subscriber) {
        FilteredFlow<ProviderEvent, ProviderEvent> flow =
                new FilteredFlow<>(subscriber, filter, call.carried(), () -> {});
        flow.open();
        return flow;
    }
}
