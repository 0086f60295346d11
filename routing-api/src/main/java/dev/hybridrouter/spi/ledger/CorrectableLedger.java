package dev.hybridrouter.spi.ledger;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.target.Money;

/** A ledger whose settled amounts can be corrected. Implementations are safe for use from any thread. */
public interface CorrectableLedger extends Ledger {
    /**
     * Adds an amount to what an account has settled in its current window, also beyond its limit: the truth counts. What is taken
     * back can be spent again. The correction MUST be as durable as a settlement is, and MUST come before what it frees.
     *
     * @param terms of the account, which is created if it is not open
     * @param amount below zero to take back
     * @param epochMillis the time
     * @return the account after it
     * @throws IllegalArgumentException if more is taken back than is settled in the window; nothing changes then
     */
    AccountState correct(AccountTerms terms, Money amount, long epochMillis);
}
