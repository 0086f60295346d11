package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.flow.FilteredFlow;
import dev.hybridrouter.core.internal.flow.StreamFilter;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

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

    /** Local guards that stand before the first remote one inspect each piece, those from there on windows. */
    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        return subscriber -> {
            GuardRoom pieces = guards.beforeRemote();
            GuardRoom windows = guards.fromRemote();
            Flow.Subscriber<? super ProviderEvent> last =
                    windows.isEmpty() ? subscriber : behind(new WindowFilter(windows, call), subscriber);
            delegate.stream(call)
                    .subscribe(pieces.isEmpty() ? last : behind(new AnswerFilter(pieces, call.request()), last));
        };
    }

    private static Flow.Subscriber<ProviderEvent> behind(
            StreamFilter<ProviderEvent, ProviderEvent> sieve, Flow.Subscriber<? super ProviderEvent> subscriber) {
        FilteredFlow<ProviderEvent, ProviderEvent> flow = new FilteredFlow<>(subscriber, sieve, () -> {});
        flow.open();
        return flow;
    }

    @Override
    public void close() {
        delegate.close();
    }
}
