package dev.hybridrouter.core.internal.money;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.spi.ledger.Ledger;

/** A budget's holders, those of late; made-up ones take no room for long. Thread-safe. */
final class Shares {
    private static final int MOST = 100_000;

    private final Budget budget;
    private final Ledger ledger;
    /** One that is dropped forgets which thresholds were told: they are told once more then. */
    private final Cache<String, Share> byHolder =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    Shares(Budget budget, Ledger ledger) {
        this.budget = budget;
        this.ledger = ledger;
    }

    Budget budget() {
        return budget;
    }

    void forget(String holder) {
        byHolder.invalidate(holder);
    }

    /** A holder's share; throws what the ledger throws. */
    Share of(String holder) {
        return byHolder.get(holder, name -> new Share(budget, ledger.account(budget.terms(name)), name));
    }
}
