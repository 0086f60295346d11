package dev.hybridrouter.spi.ledger;

import dev.hybridrouter.api.budget.AccountState;
import java.time.Instant;

/** One account of a ledger. Safe for use from any thread. */
public interface LedgerAccount {
    /** What it was opened with. */
    AccountTerms terms();

    /** What is settled, reserved and pending in the current window, in nano-dollars; cheap enough for every call. */
    long committedNanoUsd(long epochMillis);

    /** When the current window began, as milliseconds of the epoch; a rolling window counts in steps of its length. */
    long windowStartMillis(long epochMillis);

    /** The state now. Figures are of one moment only while nothing moves. */
    AccountState state(Instant now);
}
