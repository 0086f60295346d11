package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** How attempts reach one target and how its answers come back. Thread-safe. */
public interface Dispatch {
    /** Sends an attempt of a request whose answer comes in one piece. */
    CompletableFuture<ModelResponse> call(CallContext call, ProviderCall attempt);

    /** Returns the answer to an attempt of a request in pieces; sent on subscription. */
    Flow.Publisher<ProviderEvent> stream(CallContext call, ProviderCall attempt);

    /** Whether the adapter says when it sends a call. */
    boolean reportsSending();

    /** Returns the plain way to an adapter. */
    static Dispatch to(ProviderAdapter adapter) {
        boolean reportsSending = adapter.reportsSending();
        return new Dispatch() {
            @Override
            public CompletableFuture<ModelResponse> call(CallContext call, ProviderCall attempt) {
                return adapter.call(attempt);
            }

            @Override
            public Flow.Publisher<ProviderEvent> stream(CallContext call, ProviderCall attempt) {
                return adapter.stream(attempt);
            }

            @Override
            public boolean reportsSending() {
                return reportsSending;
            }
        };
    }
}
