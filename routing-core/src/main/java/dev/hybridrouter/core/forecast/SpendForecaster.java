package dev.hybridrouter.core.forecast;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.spi.FlowSource;
import dev.hybridrouter.spi.erasure.SubjectStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Forecasts what accounts will have spent by the end of their windows. The host tells it at regular intervals how they
 * stand, at least sixty times in the shortest window, from a job of its own:
 *
 * <pre>{@code
 * SpendForecaster forecaster = SpendForecaster.of(budgets);
 * scheduler.scheduleAtFixedRate(
 *         () -> forecaster.observe(ledger.accounts(clock.instant()), clock.instant()), 1, 1, TimeUnit.MINUTES);
 * }</pre>
 *
 * <p>Remembers at most {@value #MOST_ACCOUNTS} accounts, a few kilobytes each. Thread-safe.
 */
public final class SpendForecaster implements SubjectStore, FlowSource {
    private static final int MOST_ACCOUNTS = 10_000;

    private final Map<String, Budget> budgets;
    private final Map<AccountId, Track> tracks = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    private SpendForecaster(BudgetPolicy policy) {
        budgets = policy.budgets().stream().collect(Collectors.toUnmodifiableMap(Budget::name, Function.identity()));
    }

    /** Returns a forecaster for accounts of these budgets. */
    public static SpendForecaster of(BudgetPolicy budgets) {
        return new SpendForecaster(Check.notNull(budgets, "budgets"));
    }

    /** {@inheritDoc} How accounts went, by holder. */
    @Override
    public List<DataFlow> flows() {
        return List.of(DataFlow.builder(FlowKind.MEMORY, "forecasts", FlowContent.NAMES, FlowContent.FIGURES)
                .recipient("memory of the process")
                .note("until others take the place, or it is erased")
                .build());
    }

    /**
     * Takes in how accounts stand. Those of rolling windows, which have no end, and of other budgets are passed over.
     *
     * @param accounts from the ledger
     * @param now when they stood so; moments before the latest add to that
     */
    public void observe(List<AccountState> accounts, Instant now) {
        Check.notNull(accounts, "accounts");
        long millis = Check.notNull(now, "now").toEpochMilli();
        lock.lock();
        try {
            tracks.values().removeIf(track -> track.isStale(millis));
            if (tracks.size() >= MOST_ACCOUNTS) { // those that the ledger has dropped give way first
                tracks.keySet()
                        .retainAll(accounts.stream().map(AccountState::id).collect(Collectors.toSet()));
            }
            for (AccountState account : accounts) {
                if (hasEnd(account.id())) {
                    observe(account, millis);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void observe(AccountState account, long millis) {
        Track known = tracks.get(account.id());
        if (known != null) {
            known.observe(account, millis);
        } else if (tracks.size() < MOST_ACCOUNTS) {
            tracks.put(account.id(), new Track(account, millis));
        }
    }

    private boolean hasEnd(AccountId account) {
        Budget budget = budgets.get(account.budget());
        return budget != null && budget.window() instanceof BudgetWindow.Calendar;
    }

    @Override
    public String place() {
        return "forecasts";
    }

    /** {@inheritDoc} Accounts that the ledger still lists come back with the next observation. */
    @Override
    public CompletionStage<ErasedPlace> forget(Subject subject) {
        Check.notNull(subject, "subject");
        long removed = 0;
        lock.lock();
        try {
            for (Budget budget : budgets.values()) {
                String holder = budget.scope().holder(subject).orElse(null);
                if (holder != null && tracks.remove(new AccountId(budget.name(), holder)) != null) {
                    removed++;
                }
            }
        } finally {
            lock.unlock();
        }
        return CompletableFuture.completedFuture(ErasedPlace.clean(place(), removed));
    }

    /** Returns what an account will have spent by the end of the window in which it was last observed. */
    public Forecast forecast(AccountId account, Instant now) {
        Check.notNull(account, "account");
        Check.notNull(now, "now");
        Budget budget = budgets.get(account.budget());
        if (budget != null && budget.window() instanceof BudgetWindow.Rolling) {
            return new Forecast.Unknown(account, Forecast.Unknown.Reason.ROLLING_WINDOW);
        }
        lock.lock();
        try {
            Track track = tracks.get(account);
            return track == null
                    ? new Forecast.Unknown(account, Forecast.Unknown.Reason.NOT_OBSERVED)
                    : track.forecast(account, now);
        } finally {
            lock.unlock();
        }
    }
}
