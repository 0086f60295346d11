package dev.hybridrouter.spi.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RequestContext;
import java.time.Duration;

/**
 * A text that is to be turned into a vector.
 *
 * @param text what a user said last
 * @param context on whose behalf, and within which rules; checked against the embedder's declarations already
 * @param timeLimit how long the router will wait; it cancels by itself, an embedder may pass the limit on
 */
public record EmbeddingCall(String text, RequestContext context, Duration timeLimit) {
    /** Refuses null and a limit that has passed. */
    public EmbeddingCall {
        Check.notNull(text, "embedding.text");
        Check.notNull(context, "embedding.context");
        Check.positive(timeLimit, "embedding.timeLimit");
    }

    @Override
    public String toString() {
        return "EmbeddingCall[" + text.length() + " characters, within " + timeLimit + "]";
    }
}
