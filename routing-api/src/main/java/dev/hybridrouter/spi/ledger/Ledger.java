package dev.hybridrouter.spi.ledger;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.target.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps accounts of money. A call's worst case is reserved before it is sent and settled to its true cost afterwards, so
 * that callers at the same time can never spend more than a limit together.
 *
 * <p>Implementations are safe for use from any thread. They answer at once: {@link #reserve} is on every call's way. One
 * that cannot tell, because what it relies on is broken, MUST throw; the call is then not sent.
 */
public interface Ledger extends AutoCloseable {
    /**
     * Returns an account, which is created when first asked for. The same id always gives the same account; the terms it
     * was first asked for with stay.
     */
    LedgerAccount account(AccountTerms terms);

    /**
     * Reserves an amount in every account, or in none.
     *
     * @param accounts accounts of this ledger, without repeats
     * @param amount at least zero
     * @param epochMillis the time
     */
    ReserveOutcome reserve(List<? extends LedgerAccount> accounts, Money amount, long epochMillis);

    /** Returns the state of all accounts, by budget and holder. */
    List<AccountState> accounts(Instant now);

    /**
     * Returns why nothing can be reserved now, for people; empty if it can. Names neither tenants nor other holders. The
     * router shows it in its status. Quick, does not block. By default empty.
     */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** Releases what the ledger holds; by default nothing. */
    @Override
    default void close() {}
}
