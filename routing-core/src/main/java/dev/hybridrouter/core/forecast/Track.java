package dev.hybridrouter.core.forecast;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.target.Money;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one account: its spend in steps of a sixtieth of its window, across windows. Expected per step is the
 * mean of a fast and a slow exponentially weighted mean. Not thread-safe.
 */
final class Track {
    private static final int STEPS_PER_WINDOW = 60;
    private static final int LONGEST_GAP = 10 * STEPS_PER_WINDOW;
    private static final double FAST_HALF_LIFE = 30;
    private static final double SLOW_HALF_LIFE = 240;
    private static final int[] HORIZONS = {1, 2, 4, 8, 16, 24, 32, 48, 64};

    private final long stepMillis;
    private final Mean fast = new Mean(FAST_HALF_LIFE);
    private final Mean slow = new Mean(SLOW_HALF_LIFE);
    private final Horizon[] horizons =
            IntStream.of(HORIZONS).mapToObj(Horizon::new).toArray(Horizon[]::new);
    private final Season season = new Season(STEPS_PER_WINDOW);
    private AccountState latest;
    private long stepsSeen;
    private long lastStep;
    private double spent;
    private double partial;

    Track(AccountState first, long epochMillis) {
        long length = first.windowEnd().toEpochMilli() - first.windowStart().toEpochMilli();
        stepMillis = Math.max(1, length / STEPS_PER_WINDOW);
        latest = first;
        lastStep = epochMillis / stepMillis;
    }

    /** An exponentially weighted mean; before it has seen much, that of all it has seen. */
    private static final class Mean {
        private final double keep;
        private double sum;
        private double weight;

        Mean(double halfLife) {
            keep = Math.pow(0.5, 1 / halfLife);
        }

        void add(double value) {
            sum = sum * keep + value;
            weight = weight * keep + 1;
        }

        double value() {
            return weight == 0 ? 0 : sum / weight;
        }
    }

    /** Whether so much time has passed that what was seen says nothing about now. */
    boolean isStale(long epochMillis) {
        return epochMillis / stepMillis - lastStep > LONGEST_GAP;
    }

    void observe(AccountState state, long epochMillis) {
        boolean sameWindow = state.windowStart().equals(latest.windowStart());
        long before = sameWindow ? latest.settled().nanoUsd() : 0;
        double delta = Math.max(0, state.settled().nanoUsd() - before);
        latest = state;
        long step = epochMillis / stepMillis;
        long over = step - lastStep;
        lastStep = Math.max(step, lastStep);
        if (over <= 0) {
            partial += delta;
            return;
        }
        for (long i = 0; i < over; i++) {
            close(partial + delta / over);
            partial = 0;
        }
    }

    private void close(double spend) {
        stepsSeen++;
        spent += spend;
        fast.add(spend);
        slow.add(spend);
        season.add(spend);
        for (Horizon horizon : horizons) {
            horizon.stepped(stepsSeen, spent, perStep());
        }
    }

    private double perStep() {
        return (fast.value() + slow.value()) / 2;
    }

    Forecast forecast(AccountId account, Instant now) {
        double left = (double) Math.max(0, latest.windowEnd().toEpochMilli() - now.toEpochMilli()) / stepMillis;
        Horizon horizon = horizonOf(left);
        if (horizon == null || perStep() <= 0) {
            return new Forecast.Unknown(account, Forecast.Unknown.Reason.TOO_LITTLE_DATA);
        }
        if (season.shows()) {
            return new Forecast.Unknown(account, Forecast.Unknown.Reason.SEASONAL);
        }
        double expected = perStep() * left;
        Horizon.Factors factors = horizon.factors();
        Forecast.Band band = new Forecast.Band(
                after(expected * factors.low()), after(expected * factors.middle()), after(expected * factors.high()));
        Exhaustion exhaustion = new Exhaustion(reached(band.middle(), now), reached(band.high(), now));
        return new Forecast.Known(account, latest.windowEnd(), band, exhaustion, horizon.accuracy());
    }

    /** The horizon nearest to what is left; while that cannot tell, one of at least half as many. */
    private @Nullable Horizon horizonOf(double left) {
        Horizon best = null;
        for (Horizon horizon : horizons) {
            boolean nearer = best == null || horizon.steps() - left < left - best.steps();
            boolean longEnough = 2 * horizon.steps() >= left;
            best = nearer && longEnough && horizon.isTelling() ? horizon : best;
        }
        return best;
    }

    private Money after(double more) {
        return new Money(latest.settled().nanoUsd() + Math.round(more));
    }

    private @Nullable Instant reached(Money atEnd, Instant now) {
        long limit = latest.limit().map(Money::nanoUsd).orElse(Long.MAX_VALUE);
        long sofar = latest.settled().nanoUsd();
        if (limit <= sofar) {
            return now;
        }
        if (atEnd.nanoUsd() < limit) {
            return null;
        }
        double share = (double) (limit - sofar) / (atEnd.nanoUsd() - sofar);
        long millis = latest.windowEnd().toEpochMilli() - now.toEpochMilli();
        return now.plusMillis(Math.round(share * millis));
    }
}
