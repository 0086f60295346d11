package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.Balance;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import java.time.Instant;

/** Readings of an account as a value. */
final class Figures {
    private Figures() {}

    /**
     * What is committed is read last: while money moves, too much of it shows as reserved, never too little. Pending is
     * below zero for as long as a line is closed between becoming pending and being counted so.
     */
    static AccountState state(
            AccountTerms terms, Instant start, Instant end, long settled, long counted, long committed) {
        long pending = Math.max(0, counted);
        return new AccountState(
                terms.id(),
                start,
                end,
                new Balance(
                        new Money(settled), new Money(Math.max(0, committed - settled - pending)), new Money(pending)),
                terms.limit().orElse(null));
    }
}
