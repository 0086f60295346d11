package dev.hybridrouter.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.Balance;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.forecast.Forecast.Unknown.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An hour's budget, observed each minute. */
class SpendForecasterTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T00:00:00Z");
    private static final AccountId HOURLY = new AccountId("hourly", "acme");
    private static final AccountId ROLLING = new AccountId("rolling", "acme");
    private static final Money LIMIT = Money.usd("90");
    private static final double A_CENT = 1e7;

    private final SpendForecaster forecaster = forecaster();
    private long spent;

    private static SpendForecaster forecaster() {
        return SpendForecaster.of(BudgetPolicy.of(
                Budget.builder("hourly", BudgetScope.tenant(), BudgetWindow.hour(ZoneOffset.UTC), LIMIT)
                        .build(),
                Budget.builder("rolling", BudgetScope.tenant(), BudgetWindow.rolling(Duration.ofHours(1)), LIMIT)
                        .build()));
    }

    private static Instant minute(long minutes) {
        return BEGIN.plus(Duration.ofMinutes(minutes));
    }

    private static AccountState state(AccountId account, long minute, long settled, @Nullable Money limit) {
        Instant start = minute(minute / 60 * 60);
        Balance balance = new Balance(new Money(settled), Money.ZERO, Money.ZERO);
        return new AccountState(account, start, start.plus(Duration.ofHours(1)), balance, limit);
    }

    /** Observes minutes from one to another, a dollar amount spent in each. */
    private void observe(long from, long to, LongUnaryOperator nanosOfMinute) {
        for (long minute = from; minute <= to; minute++) {
            spent = minute % 60 == 0 ? 0 : spent;
            spent += nanosOfMinute.applyAsLong(minute);
            forecaster.observe(List.of(state(HOURLY, minute, spent, LIMIT)), minute(minute));
        }
    }

    private static long usd(String dollars) {
        return Money.usd(dollars).nanoUsd();
    }

    private Forecast.Known known(long minute) {
        Forecast forecast = forecaster.forecast(HOURLY, minute(minute));
        assertThat(forecast).isInstanceOf(Forecast.Known.class);
        return (Forecast.Known) forecast;
    }

    private static Reason reason(Forecast forecast) {
        assertThat(forecast).isInstanceOf(Forecast.Unknown.class);
        return ((Forecast.Unknown) forecast).reason();
    }

    @Test
    void steadySpend_isCarriedToTheEndOfTheWindow() {
        observe(0, 600 + 29, minute -> usd("1"));

        Forecast.Known forecast = known(600 + 29);

        assertThat(forecast.windowEnd()).isEqualTo(minute(660));
        // 30 dollars in the minutes 600 to 629, and 31 minutes to go.
        assertThat((double) forecast.spend().middle().nanoUsd()).isCloseTo(61e9, within(A_CENT));
        assertThat((double) forecast.spend().low().nanoUsd()).isCloseTo(61e9, within(A_CENT));
        assertThat((double) forecast.spend().high().nanoUsd()).isCloseTo(61e9, within(A_CENT));
        assertThat(forecast.accuracy().count()).isPositive();
        assertThat(forecast.accuracy().error()).isCloseTo(0, within(1e-6));
    }

    @Test
    void limit_thatWillBeReached_isTold() {
        observe(0, 180 + 29, minute -> usd("2"));

        Exhaustion exhaustion = known(180 + 29).exhaustion();

        // 60 dollars are spent, 30 are left: fifteen minutes.
        assertThat(exhaustion.likely().orElseThrow())
                .isBetween(minute(180 + 44).minusSeconds(5), minute(180 + 44).plusSeconds(5));
        assertThat(exhaustion.earliest()).isPresent();
    }

    @Test
    void limit_thatLasts_isNotReached() {
        observe(0, 180 + 29, minute -> usd("1"));

        assertThat(known(180 + 29).exhaustion().likely()).isEmpty();
        assertThat(known(180 + 29).exhaustion().earliest()).isEmpty();
    }

    @Test
    void limit_thatIsReached_isReachedNow() {
        observe(0, 180 + 29, minute -> usd("4"));

        assertThat(known(180 + 29).exhaustion().likely()).contains(minute(180 + 29));
    }

    @Test
    void forecast_isUnknownWhileDataIsThin() {
        assertThat(reason(forecaster.forecast(HOURLY, BEGIN))).isEqualTo(Reason.NOT_OBSERVED);
        observe(0, 10, minute -> usd("1"));
        assertThat(reason(forecaster.forecast(HOURLY, minute(10)))).isEqualTo(Reason.TOO_LITTLE_DATA);
        observe(11, 45, minute -> usd("1"));
        assertThat(reason(forecaster.forecast(HOURLY, minute(45)))).isEqualTo(Reason.TOO_LITTLE_DATA);
        observe(46, 55, minute -> usd("1"));
        assertThat(forecaster.forecast(HOURLY, minute(55))).isInstanceOf(Forecast.Known.class);
    }

    @Test
    void forecast_isUnknownWhereNothingIsSpent() {
        observe(0, 90, minute -> 0);

        assertThat(reason(forecaster.forecast(HOURLY, minute(90)))).isEqualTo(Reason.TOO_LITTLE_DATA);
    }

    @Test
    void season_withinTheWindow_leavesNoForecast_butATrendOrAStepDoes() {
        SplittableRandom noise = new SplittableRandom(11);
        observe(0, 209, minute -> (long) ((2 + Math.sin(minute * Math.PI / 30) + noise.nextDouble()) * 1e8));
        assertThat(reason(forecaster.forecast(HOURLY, minute(209)))).isEqualTo(Reason.SEASONAL);

        SpendForecasterTest trend = new SpendForecasterTest();
        trend.observe(0, 209, minute -> (long) ((minute + 20 * noise.nextDouble()) * 1e6));
        assertThat(trend.known(209)).isNotNull();
        SpendForecasterTest step = new SpendForecasterTest();
        step.observe(0, 209, minute -> (long) ((minute < 160 ? 1 : 3) * (1 + noise.nextDouble()) * 1e8));
        assertThat(step.known(209)).isNotNull();
    }

    /** Nothing is known of the distribution but that it stays the same. */
    @Test
    void band_holdsFourOfFiveOutcomes_ofIndependentSpend_fromItsFirstForecastsOn() {
        int[] told = new int[5];
        int[] held = new int[5];
        for (int seed = 0; seed < 150; seed++) {
            SpendForecasterTest test = new SpendForecasterTest();
            SplittableRandom random = new SplittableRandom(seed);
            for (int window = 0; window < told.length; window++) {
                LongUnaryOperator spend = minute -> (long) (-Math.log(1 - random.nextDouble()) * 1e8);
                test.observe(60L * window, 60L * window + 45, spend);
                Forecast forecast = test.forecaster.forecast(HOURLY, minute(60L * window + 45));
                test.observe(60L * window + 46, 60L * window + 59, spend);
                if (forecast instanceof Forecast.Known known) {
                    told[window]++;
                    boolean isIn = test.spent >= known.spend().low().nanoUsd()
                            && test.spent <= known.spend().high().nanoUsd();
                    held[window] += isIn ? 1 : 0;
                }
            }
        }
        assertThat(told[4]).isGreaterThan(130);
        for (int window = 0; window < told.length; window++) {
            assertThat(told[window] == 0 ? 0.8 : (double) held[window] / told[window])
                    .as("window %s, %s forecasts", window, told[window])
                    .isBetween(0.68, 0.9);
        }
    }

    @Test
    void forecast_isUnknownForRollingWindows_whichHaveNoEnd() {
        forecaster.observe(List.of(state(ROLLING, 0, 1, LIMIT)), BEGIN);

        assertThat(reason(forecaster.forecast(ROLLING, BEGIN))).isEqualTo(Reason.ROLLING_WINDOW);
    }

    @Test
    void forecast_afterALongSilence_beginsAnew() {
        observe(0, 90, minute -> usd("1"));
        observe(60 * 24, 60 * 24 + 5, minute -> usd("1"));

        assertThat(reason(forecaster.forecast(HOURLY, minute(60 * 24 + 5)))).isEqualTo(Reason.TOO_LITTLE_DATA);
    }

    @Test
    void observationsThatAreLate_addToTheStepsThatPassed() {
        observe(0, 180, minute -> usd("1"));
        spent += usd("29");
        forecaster.observe(List.of(state(HOURLY, 209, spent, LIMIT)), minute(209));

        assertThat((double) known(209).spend().middle().nanoUsd()).isCloseTo(61e9, within(A_CENT));
    }

    @Test
    void bandHoldsTheForecast_isNeverBelowWhatIsSpent_andGrowsWithTheMoney() {
        for (int seed = 0; seed < 200; seed++) {
            Forecast.Band one = random(seed, 1);
            Forecast.Band thousandfold = random(seed, 1_000);

            assertThat(one.low().nanoUsd()).isLessThanOrEqualTo(one.middle().nanoUsd());
            assertThat(one.middle().nanoUsd()).isLessThanOrEqualTo(one.high().nanoUsd());
            assertThat((double) thousandfold.middle().nanoUsd())
                    .as("seed %d", seed)
                    .isCloseTo(1_000.0 * one.middle().nanoUsd(), within(2_000.0));
            assertThat((double) thousandfold.high().nanoUsd())
                    .isCloseTo(1_000.0 * one.high().nanoUsd(), within(2_000.0));
        }
    }

    private static Forecast.Band random(int seed, long unit) {
        SpendForecasterTest test = new SpendForecasterTest();
        SplittableRandom random = new SplittableRandom(seed);
        int last = 300 + random.nextInt(200);
        test.observe(0, last, minute -> random.nextInt(3) == 0 ? unit * random.nextInt(1_000_000) : 0);
        Forecast.Band band = test.known(last).spend();
        assertThat(band.low().nanoUsd()).isGreaterThanOrEqualTo(test.spent);
        return band;
    }
}
