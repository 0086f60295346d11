package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.ProviderFailure;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries JSON-RPC messages to one server and back, once: a link that is lost is replaced by a new one. The SDK's own
 * transports tell neither that a server has died nor that an exchange has ended without an answer, cannot abort one, log
 * what they cannot read, and leave the children of a process running; that is what links are for.
 */
interface Link {
    /** Hears what comes; never two things of one exchange at a time. */
    interface Listener extends Frames.Sink {
        /** Nothing new is to be asked here, though what was asked may still be answered. May be told more than once. */
        void retired(ProviderFailure why);

        /** The server cannot be spoken to any more. May be told more than once. */
        void lost(ProviderFailure why);
    }

    /** Begins. Does not block; what goes wrong is told to the listener. */
    void open(Listener listener);

    /**
     * Sends a message. Does not block.
     *
     * @param requestId id of the request that the message is; null if it is none
     * @param departure is asked just before the first byte is written, by any thread; if it answers false, the message is dropped
     *     and its request ends
     */
    void send(@Nullable Object requestId, String message, BooleanSupplier departure);

    /** Takes a request back that is not on its way yet; whether it did. */
    boolean withdraw(Object requestId);

    /** Stops waiting for the answer to a request. The server was told before. */
    void abort(Object requestId);

    /** The handshake is done in this version of the protocol. */
    void ready(String protocolVersion);

    /** Begins to end; does not block. Idempotent. */
    void close();

    /** Whether it was closed and nothing is left. */
    boolean hasEnded();

    /** Waits until it has ended, a few seconds at most, and then ends it by force. After {@link #close}. */
    void awaitEnd();
}
