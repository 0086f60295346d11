package dev.hybridrouter.spi.ledger;

import dev.hybridrouter.api.target.Money;

/**
 * Money held for one attempt: a line of the ledger. It is closed exactly once, by {@link #settle} or {@link #release};
 * whoever comes later changes nothing and is told so. Safe for use from any thread.
 */
public non-sealed interface Reservation extends ReserveOutcome {
    /** The line's number, unique in its ledger. */
    long line();

    /** What was reserved in each account. */
    Money amount();

    /**
     * Closes the line at what the attempt cost, which may be more than was reserved: the truth counts. Open and pending
     * lines can be settled.
     *
     * @return whether this call closed it
     */
    boolean settle(Money actual);

    /**
     * Closes the line and gives all of it back, because the attempt cost nothing. Open and pending lines can be released.
     *
     * @return whether this call closed it
     */
    boolean release();

    /**
     * Keeps the money until the end of the attempt is known, or the ledger decides that it never will be.
     *
     * @return whether the line was open and is pending now
     */
    boolean leavePending(long epochMillis);
}
