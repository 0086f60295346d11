package dev.hybridrouter.api.budget;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * One account in its current window. At all times {@code limit ≥ settled + reserved + pending}, unless calls cost more
 * than was reserved for them.
 *
 * @param id the account
 * @param windowStart when its window began
 * @param windowEnd when the window ends; a rolling window ends at the moment of the reading
 * @param limit what may be spent; empty if nothing stops it
 * @param settled what was spent
 * @param reserved what calls in progress may still spend
 * @param pending what calls of unknown end may have spent
 */
public record AccountState(
        AccountId id,
        Instant windowStart,
        Instant windowEnd,
        Optional<Money> limit,
        Money settled,
        Money reserved,
        Money pending) {
    /** Checks that all is there. */
    public AccountState {
        Check.notNull(id, "account.id");
        Check.notNull(windowStart, "account.windowStart");
        Check.notNull(windowEnd, "account.windowEnd");
        Check.notNull(limit, "account.limit");
        Check.notNull(settled, "account.settled");
        Check.notNull(reserved, "account.reserved");
        Check.notNull(pending, "account.pending");
    }

    /** Settled, reserved and pending together. */
    public Money committed() {
        return settled.plus(reserved).plus(pending);
    }

    /** What is left under the limit, never below zero; empty if there is no limit. */
    public Optional<Money> available() {
        return limit.map(
                most -> new Money(Math.max(0, most.nanoUsd() - committed().nanoUsd())));
    }
}
