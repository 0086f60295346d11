package dev.hybridrouter.spi.cache;

import dev.hybridrouter.api.target.Handling;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A store of answers that several routers share, behind what each remembers by itself: Redis, a database. The host makes
 * it, and closes it after the routers that use it.
 *
 * <p>Implementations MUST be safe for use from any thread and MUST return at once: what takes time completes the stage
 * later, on any thread. A stage that fails, an exception and a stage that never completes cost a request no more than the
 * time limit of its router's policy, and several of them let the router leave the store alone for a while. A stage may
 * be cancelled where nobody waits for it any more. Keys, labels and answers are opaque; what comes back changed or
 * under another key is recognised and not used.
 */
public interface SharedCache {
    /**
     * Returns how it handles what it is given, the region of the call included; how long it keeps an answer is up to {@link
     * #put} alone. Asked before each call; cheap to read. Where a fact is unknown, the store is neither asked nor told about
     * requests that require it.
     */
    Handling handling();

    /** Returns what was put under a key; empty if nothing was, or its time is over. */
    CompletionStage<Optional<byte[]>> find(SharedKey key);

    /**
     * Keeps an answer in place of an earlier one under the same key. It MUST be gone after {@code ttl}, and may be gone
     * sooner.
     *
     * @param key under what
     * @param answer opaque bytes, which the router does not change any more
     * @param ttl how long, longer than zero
     * @param labels by which {@link #remove} may name it later; a store that has no use for them ignores them
     */
    CompletionStage<Void> put(SharedKey key, byte[] answer, Duration ttl, Set<String> labels);

    /**
     * Removes answers. A store that cannot find those of a scope completes with a failure, or removes more than it was
     * told. The router that asked no longer uses them either way; others may, until their time is over.
     */
    CompletionStage<Void> remove(SharedScope scope);
}
