package dev.hybridrouter.spi;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a provider how many tokens of input a request has, without having a model answer it. A {@link ProviderAdapter}
 * whose provider can tell implements this too. Implementations MUST be safe for use by many threads.
 *
 * <p>Counting is a call over the network: it is for calibrating estimates in the background, with a sample of requests,
 * never for the way of a request.
 */
public interface TokenCounter {
    /**
     * Counts the input that the target would bill for the request: system text, messages, tools. Cached input counts like
     * any other. Does not block on the network. Cancelling the future MUST abort the call on the wire.
     *
     * @param target where the request would be sent
     * @param request what would be asked
     * @return completes with the number of tokens, zero or more, or exceptionally with a {@link ProviderException}, which
     *     the call itself may throw as well: {@link FailureKind#MODEL_NOT_FOUND} if the provider does not count for the
     *     target's model at all, so that asking again is of no use
     */
    CompletableFuture<Long> countInputTokens(Target target, RouteRequest request);
}
