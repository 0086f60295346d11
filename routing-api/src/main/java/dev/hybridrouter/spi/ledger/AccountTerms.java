package dev.hybridrouter.spi.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an account is opened with. Immutable. */
public final class AccountTerms {
    private final AccountId id;
    private final BudgetWindow window;
    private final @Nullable Money limit;

    private AccountTerms(AccountId id, BudgetWindow window, @Nullable Money limit) {
        this.id = Check.notNull(id, "account.id");
        this.window = Check.notNull(window, "account.window");
        this.limit = limit;
    }

    /** Returns the terms of an account that nothing stops. */
    public static AccountTerms unlimited(AccountId id, BudgetWindow window) {
        return new AccountTerms(id, window, null);
    }

    /**
     * Returns the terms of an account with a limit.
     *
     * @param limit what may be spent in a window, above zero
     */
    public static AccountTerms limited(AccountId id, BudgetWindow window, Money limit) {
        Check.atLeast(1, Check.notNull(limit, "account.limit").nanoUsd(), "account[" + id + "].limit");
        return new AccountTerms(id, window, limit);
    }

    /** Its name. */
    public AccountId id() {
        return id;
    }

    /** Over which time spend is added up. */
    public BudgetWindow window() {
        return window;
    }

    /** What may be spent in a window; empty if nothing stops it. */
    public Optional<Money> limit() {
        return Optional.ofNullable(limit);
    }

    @Override
    public String toString() {
        return "AccountTerms[" + id + ", " + window + ", " + (limit == null ? "unlimited]" : limit + "]");
    }
}
