package dev.hybridrouter.benchmarks.forecast;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.Balance;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.forecast.Forecast;
import dev.hybridrouter.core.forecast.SpendForecaster;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Plays a trace in windows of one length and forecasts the end of each from several points within it. */
final class BackTest {
    private static final int OBSERVATIONS = 60;
    private static final int[] PERCENTS = {25, 50, 75};
    private static final int PERCENT = 100;
    private static final AccountId ACCOUNT = new AccountId("all", "");

    private final SpendTrace trace;
    private final long windowMillis;
    private final SpendForecaster forecaster = SpendForecaster.of(BudgetPolicy.of(
            Budget.builder("all", BudgetScope.everything(), BudgetWindow.minute(ZoneOffset.UTC), Money.usd("1"))
                    .build()));
    private final Score score = new Score();
    private int unknown;

    BackTest(SpendTrace trace, long windowMillis) {
        this.trace = trace;
        this.windowMillis = windowMillis;
    }

    Score run() {
        for (long start = 0; start + windowMillis <= trace.lengthMillis(); start += windowMillis) {
            play(start);
        }
        return score;
    }

    /** Forecasts that were asked for and not given. */
    int unknown() {
        return unknown;
    }

    private void play(long start) {
        int asked = 0;
        for (int i = 1; i <= OBSERVATIONS; i++) {
            long now = start + windowMillis * i / OBSERVATIONS;
            long spent = trace.between(start, now);
            forecaster.observe(List.of(state(start, spent)), Instant.ofEpochMilli(now - 1));
            if (asked < PERCENTS.length && i * PERCENT >= PERCENTS[asked] * OBSERVATIONS) {
                asked++;
                ask(start, now, spent);
            }
        }
    }

    private AccountState state(long start, long spent) {
        return new AccountState(
                ACCOUNT,
                Instant.ofEpochMilli(start),
                Instant.ofEpochMilli(start + windowMillis),
                new Balance(new Money(spent), Money.ZERO, Money.ZERO),
                null);
    }

    private void ask(long start, long now, long spent) {
        if (!(forecaster.forecast(ACCOUNT, Instant.ofEpochMilli(now)) instanceof Forecast.Known known)) {
            unknown++;
            return;
        }
        double actual = trace.between(start, start + windowMillis);
        double lastValue = Math.max(spent, trace.between(start - windowMillis, start));
        double runRate = (double) spent * windowMillis / (now - start);
        Forecast.Band band = known.spend();
        boolean inBand = actual >= band.low().nanoUsd() && actual <= band.high().nanoUsd();
        score.add(new Score.Outcome(actual, band.middle().nanoUsd(), lastValue, runRate, inBand));
    }
}
