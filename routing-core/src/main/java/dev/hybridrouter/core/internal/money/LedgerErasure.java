package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.erasure.SubjectStore;
import dev.hybridrouter.spi.ledger.ErasableLedger;
import dev.hybridrouter.spi.ledger.ErasableLedger.Forgotten;
import dev.hybridrouter.spi.ledger.Ledger;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Erases accounts. Those that still count against a limit stay until they do not: else erasing would lift the limit. */
record LedgerErasure(BudgetPolicy policy, Ledger ledger, Budgets budgets, RouterClock clock) implements SubjectStore {
    @Override
    public String place() {
        return "ledger";
    }

    @Override
    public CompletionStage<ErasedPlace> forget(Subject subject) {
        return CompletableFuture.completedFuture(
                ledger instanceof ErasableLedger erasable
                        ? forget(erasable, subject)
                        : ErasedPlace.unknown(place(), 0, "the ledger cannot forget accounts"));
    }

    private ErasedPlace forget(ErasableLedger erasable, Subject subject) {
        Instant now = clock.instant();
        long removed = 0;
        long left = 0;
        Instant latest = now;
        for (Budget budget : policy.budgets()) {
            Optional<String> holder = budget.scope().holder(subject);
            if (holder.isPresent()) {
                Forgotten forgotten = erasable.forget(new AccountId(budget.name(), holder.get()), now);
                removed += forgotten.removed() ? 1 : 0;
                Instant until = forgotten.countsUntil();
                left += until == null ? 0 : 1;
                latest = until != null && until.isAfter(latest) ? until : latest;
                if (until == null) {
                    budgets.forget(budget.name(), holder.get());
                }
            }
        }
        return left == 0
                ? ErasedPlace.clean(place(), removed)
                : ErasedPlace.leaving(
                        place(), removed, left + " accounts that count against limits" + onDisk(erasable), latest);
    }

    private static String onDisk(ErasableLedger ledger) {
        return switch (ledger.namesOnDisk()) {
            case NONE -> "";
            case PLAIN -> ", on disk by name";
            case PSEUDONYMS -> ", on disk by pseudonyms";
        };
    }
}
