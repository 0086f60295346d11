package dev.hybridrouter.spi.guard;

import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A guard that sends the text to a service. To send it is to process it there: residency, retention, and sharing
 * bind a remote guard as they bind a target, and what is unknown is not allowed where the request asks for it.
 */
public non-sealed interface RemoteGuard extends Guard {
    /** Returns how the service handles the text, the region of the call included. Asked before each call; cheap to read. */
    Handling handling();

    /** The most that inspecting can cost; empty if a price is unknown. Pure. Held in the ledger before the call. */
    Optional<Money> ceiling(GuardInput input);

    /**
     * Inspects. MUST NOT block, and MUST NOT retry. Cancelling the future MUST abort the call on the wire.
     *
     * @return completes with the verdict and its cost; any exceptional completion denies
     */
    CompletableFuture<GuardReport> inspect(GuardInput input);
}
