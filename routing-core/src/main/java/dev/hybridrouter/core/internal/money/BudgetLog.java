package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.LogLine;
import dev.hybridrouter.diagnostics.Outage;
import dev.hybridrouter.diagnostics.Pace;
import dev.hybridrouter.spi.RouterClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Logs what becomes of budgets and their ledger, without naming holders, which may be tenants. Thread-safe. */
final class BudgetLog {
    private final RouterClock clock;
    private final Outage ledger = Outage.paced();
    private final Map<Subject, Pace> paces = new ConcurrentHashMap<>(); // bounded by budgets and their thresholds

    BudgetLog(RouterClock clock) {
        this.clock = clock;
    }

    /** What has its own pace: a threshold of a budget, or at 0 its overruns. */
    private record Subject(String budget, int percent) {}

    void ledgerFailed(long request, Throwable thrown) {
        if (ledger.failed(clock.nanoTime())) {
            LogEvent.LEDGER_FAILED
                    .line()
                    .with("request", request)
                    .with("cause", thrown.getClass().getName())
                    .thrown(SafeTrace.of(thrown))
                    .log();
        }
    }

    void ledgerWorked(long request) {
        if (ledger.isOngoing()) {
            Outage.Ended ended = ledger.worked(clock.nanoTime());
            if (ended != null) {
                LogEvent.LEDGER_RECOVERED
                        .line()
                        .with("duration", ended.lasted())
                        .with("request", request)
                        .with("failed", ended.failures())
                        .log();
            }
        }
    }

    /** Returns whether it was logged, or else others of the budget were just before. */
    boolean reached(Share share, BudgetEvent.ThresholdReached event, long request) {
        AccountState account = event.account();
        long more = next(account, event.percent());
        if (more >= 0) {
            of(LogEvent.BUDGET_THRESHOLD, account, request, more)
                    .with("percent", event.percent())
                    .with("limit", share.amount())
                    .with("committed", share.committed(clock.millis()))
                    .with("until", account.windowEnd())
                    .log();
        }
        return more >= 0;
    }

    void relieved(Share share, Outage.Ended ended, long request) {
        LogEvent.BUDGET_RELIEVED
                .line()
                .with("budget", share.budget().name())
                .with("request", request)
                .with("duration", ended.lasted())
                .log();
    }

    void overrun(Share share, BudgetEvent.Overrun event, long request) {
        AccountState account = event.account();
        long more = next(account, 0);
        if (more >= 0) {
            of(LogEvent.BUDGET_OVERRUN, account, request, more)
                    .with("excess", event.excess())
                    .with("settled", account.settled())
                    .with("limit", share.amount())
                    .with("until", account.windowEnd())
                    .log();
        }
    }

    private long next(AccountState account, int percent) {
        long now = clock.nanoTime();
        return paces.computeIfAbsent(new Subject(account.id().budget(), percent), none -> new Pace(now))
                .next(now);
    }

    private static LogLine of(LogEvent event, AccountState account, long request, long more) {
        return event.line()
                .with("budget", account.id().budget())
                .with("request", request)
                .with("more", more);
    }
}
