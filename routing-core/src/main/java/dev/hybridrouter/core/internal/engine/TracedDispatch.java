package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Dispatch;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * The way to a target that records where a request's options take it. Thread-safe.
 *
 * @param delegate reaches the target
 * @param flows keeps the record
 * @param target the target
 * @param adapter the target's
 */
record TracedDispatch(Dispatch delegate, OptionFlows flows, Target target, ProviderAdapter adapter)
        implements Dispatch {
    @Override
    public CompletableFuture<ModelResponse> call(CallContext call, ProviderCall attempt) {
        trace(call);
        return delegate.call(call, attempt);
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(CallContext call, ProviderCall attempt) {
        trace(call);
        return delegate.stream(call, attempt);
    }

    private void trace(CallContext call) {
        if (!call.facts().optionsHandling().isEmpty()) {
            flows.sending(call, target, adapter);
        }
    }

    @Override
    public boolean reportsSending() {
        return delegate.reportsSending();
    }
}
