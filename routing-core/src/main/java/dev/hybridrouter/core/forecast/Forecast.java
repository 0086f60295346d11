package dev.hybridrouter.core.forecast;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.time.Instant;

/** What an account will have spent by the end of its window. */
public sealed interface Forecast {
    /** The account. */
    AccountId account();

    /**
     * A forecast with its band.
     *
     * @param account the account
     * @param windowEnd what it is a forecast of: all that is spent until then
     * @param spend what will probably have been spent, with an 80 % band
     * @param exhaustion when the limit is reached
     * @param accuracy how good forecasts of this account have been so far
     */
    record Known(AccountId account, Instant windowEnd, Band spend, Exhaustion exhaustion, Accuracy accuracy)
            implements Forecast {
        /** Refuses null. */
        public Known {
            Check.notNull(account, "forecast.account");
            Check.notNull(windowEnd, "forecast.windowEnd");
            Check.notNull(spend, "forecast.spend");
            Check.notNull(exhaustion, "forecast.exhaustion");
            Check.notNull(accuracy, "forecast.accuracy");
        }
    }

    /**
     * Nobody can tell.
     *
     * @param account the account
     * @param reason why
     */
    record Unknown(AccountId account, Reason reason) implements Forecast {
        /** Why there is no forecast. */
        public enum Reason {
            /** The account was never observed. */
            NOT_OBSERVED,
            /** Too little was observed to tell how wrong a forecast would be. */
            TOO_LITTLE_DATA,
            /** Spend rises and falls at the same times of each window, which the present rate does not show. */
            SEASONAL,
            /** A rolling window ends at every moment. */
            ROLLING_WINDOW
        }

        /** Refuses null. */
        public Unknown {
            Check.notNull(account, "forecast.account");
            Check.notNull(reason, "forecast.reason");
        }
    }

    /**
     * A figure and the band in which it lies four times out of five; it falls short of it as often as it exceeds it.
     *
     * @param low where the band begins
     * @param middle the figure
     * @param high where the band ends
     */
    record Band(Money low, Money middle, Money high) {
        /** Checks the order. */
        public Band {
            Check.notNull(low, "band.low");
            Check.notNull(middle, "band.middle");
            Check.notNull(high, "band.high");
            Check.atLeast(low.nanoUsd(), middle.nanoUsd(), "band.middle");
            Check.atLeast(middle.nanoUsd(), high.nanoUsd(), "band.high");
        }
    }

    /**
     * How past forecasts turned out, made for the same stretch of time as this one.
     *
     * @param count how many have been compared with what came
     * @param error sum of what they were wrong by, as a share of what was spent; not a number if nothing was
     * @param covered share of outcomes that lay in the band that was told then; not a number while none was told
     */
    record Accuracy(int count, double error, double covered) {}
}
