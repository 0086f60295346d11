package dev.hybridrouter.spi.guard;

import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Money;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A guard that sends the text to a service. To send it is to process it there: residency and retention bind a remote
 * guard as they bind a target, and what is unknown is not allowed where the request asks for it.
 */
public non-sealed interface RemoteGuard extends Guard {
    /** The regions in which the service may process the text; empty if unknown. Constant or cheap to read. */
    Optional<Destinations> destinations();

    /** How long the service may keep the text; empty if unknown. Constant or cheap to read. */
    Optional<Duration> retention();

    /** The most that inspecting can cost; empty if a price is unknown. Pure. Held in the ledger before the call. */
    Optional<Money> ceiling(GuardInput input);

    /**
     * Inspects. MUST NOT block, and MUST NOT retry. Cancelling the future MUST abort the call on the wire.
     *
     * @return completes with the verdict and its cost; any exceptional completion denies
     */
    CompletableFuture<GuardReport> inspect(GuardInput input);
}
