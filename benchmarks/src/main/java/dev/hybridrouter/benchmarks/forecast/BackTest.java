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
    private final Money limit;
    private final Score first = new Score();
    private final Score later = new Score();
    private int withheld;
    private int unknown;

    BackTest(SpendTrace trace, long windowMillis) {
        this.trace = trace;
        this.windowMillis = windowMillis;
        // What a window takes on average: about half of them reach it. Nothing but the alarms knows it.
        this.limit =
                new Money(Math.max(1, trace.between(0, trace.lengthMillis()) * windowMillis / trace.lengthMillis()));
    }

    void run() {
        for (long start = 0; start + windowMillis <= trace.lengthMillis(); start += windowMillis) {
            play(start);
        }
    }

    /** Those of the first two windows. */
    Score first() {
        return first;
    }

    /** Those of all other windows. */
    Score later() {
        return later;
    }

    /** Forecasts that were asked for and not given because spend is seasonal. */
    int withheld() {
        return withheld;
    }

    /** Forecasts that were asked for and not given for another reason. */
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
                limit);
    }

    private void ask(long start, long now, long spent) {
        Forecast forecast = forecaster.forecast(ACCOUNT, Instant.ofEpochMilli(now));
        if (!(forecast instanceof Forecast.Known known)) {
            boolean seasonal = ((Forecast.Unknown) forecast).reason() == Forecast.Unknown.Reason.SEASONAL;
            withheld += seasonal ? 1 : 0;
            unknown += seasonal ? 0 : 1;
            return;
        }
        double actual = trace.between(start, start + windowMillis);
        double lastValue = Math.max(spent, trace.between(start - windowMillis, start));
        double runRate = (double) spent * windowMillis / (now - start);
        Forecast.Band band = known.spend();
        boolean inBand = actual >= band.low().nanoUsd() && actual <= band.high().nanoUsd();
        Score.Outcome outcome = new Score.Outcome(actual, band.middle().nanoUsd(), lastValue, runRate, inBand);
        Score score = start < 2 * windowMillis ? first : later;
        score.add(outcome);
        if (spent < limit.nanoUsd()) {
            score.alarms().add(known.exhaustion().likely().isPresent(), leadFrom(start, now));
        }
    }

    /** How long after a moment the limit was reached, as a share of the window; not a number if it was not. */
    private double leadFrom(long start, long now) {
        long end = start + windowMillis;
        long step = Math.max(1, windowMillis / 240);
        for (long at = now + step; at <= end; at += step) {
            if (trace.between(start, at) >= limit.nanoUsd()) {
                return (double) (at - now) / windowMillis;
            }
        }
        return Double.NaN;
    }
}
