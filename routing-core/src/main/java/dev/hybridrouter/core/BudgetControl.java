package dev.hybridrouter.core;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.Correction;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.diagnostics.LogEvent;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Corrects what a router's budgets have settled. The host keeps it and hands it to
 * {@link HybridRouterBuilder#budgetControl(BudgetControl)}; it serves one router. Thread-safe.
 *
 * <pre>{@code
 * AccountId account = new AccountId("tenant-daily", "acme");
 * control.correct(new Correction(account, Money.usd("-0.42"), Correction.Cause.BILL, "invoice 2026-11", "jane"));
 * }</pre>
 *
 * <p>Each correction is an entry of the ledger: a journal replays it. The router's listeners get it as
 * {@code BudgetEvent.Corrected}, so that an audit log holds who made it, when and why.
 */
public final class BudgetControl {
    private final AtomicReference<@Nullable Function<Correction, AccountState>> bound = new AtomicReference<>();

    private BudgetControl() {}

    /** Returns a control that serves no router yet. */
    public static BudgetControl create() {
        return new BudgetControl();
    }

    /**
     * Corrects an account's settled amount in its current window. What is taken back can be spent again; what is added counts
     * even beyond the limit. Blocks as long as the ledger needs to write it down.
     *
     * @return the account after it
     * @throws IllegalArgumentException if the router has no such budget, or more is taken back than is settled in the window
     * @throws IllegalStateException if no router was built with this control, or its ledger cannot be corrected, or cannot be
     *     written
     */
    public AccountState correct(Correction correction) {
        Check.notNull(correction, "correction");
        Function<Correction, AccountState> router = bound.get();
        if (router == null) {
            throw new IllegalStateException("budgetControl: no router was built with it (expected: "
                    + "HybridRouterBuilder.budgetControl(..), then build())");
        }
        AccountState after = Objects.requireNonNull(router.apply(correction));
        LogEvent.BUDGET_CORRECTED
                .line()
                .with("budget", correction.account().budget())
                .with("amount", correction.amount())
                .with("cause", correction.cause())
                .with("by", correction.by())
                .log();
        return after;
    }

    /** Binds the router; called once, by its builder. */
    void bind(Function<Correction, AccountState> router) {
        if (!bound.compareAndSet(null, router)) {
            throw new IllegalStateException(
                    "budgetControl: serves a router already (expected: one control for each router)");
        }
    }

    /** Takes {@link #bind} back, for a router that could not be built. */
    void unbind() {
        bound.set(null);
    }
}
