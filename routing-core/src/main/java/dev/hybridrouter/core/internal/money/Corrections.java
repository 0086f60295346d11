package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.budget.Correction;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.ledger.CorrectableLedger;
import dev.hybridrouter.spi.ledger.Ledger;
import java.util.function.Consumer;

/**
 * Corrects accounts of a router's budgets, and reports it.
 *
 * @param policy the budgets
 * @param ledger holds their accounts
 * @param clock says which window is open
 * @param events are told of each correction after it was made
 */
public record Corrections(BudgetPolicy policy, Ledger ledger, RouterClock clock, Consumer<BudgetEvent> events) {
    /** Makes a correction; returns the account after it. */
    public AccountState make(Correction correction) {
        if (!(ledger instanceof CorrectableLedger correctable)) {
            throw new IllegalStateException("ledger: " + ledger.getClass().getSimpleName()
                    + " cannot be corrected (expected: a CorrectableLedger, such as InMemoryLedger)");
        }
        Budget budget = budget(correction.account().budget());
        AccountState after =
                correctable.correct(budget.terms(correction.account().holder()), correction.amount(), clock.millis());
        events.accept(new BudgetEvent.Corrected(after, correction));
        return after;
    }

    private Budget budget(String name) {
        return policy.budgets().stream()
                .filter(budget -> budget.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        Check.invalid("correction.account.budget", name, "the name of one of the router's budgets"));
    }
}
