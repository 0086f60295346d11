package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.spi.ledger.Ledger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A budget's holders, as many as the ledger allows. Thread-safe. */
final class Shares {
    private final Budget budget;
    private final Ledger ledger;
    private final Map<String, Share> byHolder = new ConcurrentHashMap<>();

    Shares(Budget budget, Ledger ledger) {
        this.budget = budget;
        this.ledger = ledger;
    }

    Budget budget() {
        return budget;
    }

    /** A holder's share; throws what the ledger throws. */
    Share of(String holder) {
        Share known = byHolder.get(holder);
        return known != null
                ? known
                : byHolder.computeIfAbsent(holder, name -> new Share(budget, ledger.account(budget.terms(name)), name));
    }
}
