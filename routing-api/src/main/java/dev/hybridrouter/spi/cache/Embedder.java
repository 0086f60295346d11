package dev.hybridrouter.spi.cache;

import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ProviderException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Turns text into a vector, so that texts of like meaning have vectors of like direction. Given by a host, which keeps it and
 * closes it after the router. Implementations MUST be safe for use by many threads.
 *
 * <ul>
 *   <li>One call is one call of the model: an embedder MUST NOT retry, nor let its SDK retry.
 *   <li>{@link #embed} may not block on the network. Its future may be completed on any thread; if it is a {@link
 *       java.util.concurrent.Future}, cancelling it MUST abort the call on the wire.
 *   <li>The text is prompt text: it MUST NOT appear in messages, logs and exceptions' texts.
 *   <li>A failing or slow embedder never fails a request. What it fails with SHOULD be a {@link ProviderException}.
 * </ul>
 */
public interface Embedder {
    /** The model, for records. Constant. */
    String model();

    /** How many numbers each vector has, at least 1. Constant; vectors of another size count as a failure. */
    int dimensions();

    /**
     * Returns how the text is handled, the region of the call included. Asked before each call; cheap to read. Default: unknown,
     * and the embedder is then not asked for requests that require anything of it.
     */
    default Handling handling() {
        return Handling.unknown();
    }

    /**
     * What a million tokens of text cost. Unless overridden unknown, and the embedder is then not asked while a hard
     * budget is set.
     */
    default Optional<Money> pricePerMillionTokens() {
        return Optional.empty();
    }

    /** Returns the vector of a text. */
    CompletionStage<Embedding> embed(EmbeddingCall call);
}
