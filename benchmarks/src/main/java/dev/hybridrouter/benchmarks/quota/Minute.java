package dev.hybridrouter.benchmarks.quota;

import java.util.Comparator;
import java.util.PriorityQueue;

/** The ways a provider may run its minute; the documents do not say which. */
enum Minute {
    /** A bucket of one minute's quota that refills all the time. */
    REFILLING {
        @Override
        Level level(long perMinute, long ahead) {
            return new Refilling(perMinute);
        }
    },
    /** The quota is whole again as each minute by the clock begins. */
    BY_THE_CLOCK {
        @Override
        Level level(long perMinute, long ahead) {
            return new ByTheClock(ahead);
        }
    },
    /** What began in the last sixty seconds counts. */
    LAST_60_S {
        @Override
        Level level(long perMinute, long ahead) {
            return new LastSixty();
        }
    };

    private static final long NANOS = 60_000_000_000L;

    /**
     * Returns an empty level.
     *
     * @param ahead how far the provider's clock is ahead of the trace's, which no client knows
     */
    abstract Level level(long perMinute, long ahead);

    /** What counts against the quota. */
    interface Level {
        double used(long now);

        /** Changes what a call counts: from nothing to what it holds as it begins, and to what it cost as it ends. */
        void change(long beganAt, long by, long now);
    }

    private static final class Refilling implements Level {
        private final double perNano;
        private double used;
        private long at;

        Refilling(long perMinute) {
            this.perNano = (double) perMinute / NANOS;
        }

        @Override
        public double used(long now) {
            used = Math.max(0, used - (now - at) * perNano);
            at = now;
            return used;
        }

        @Override
        public void change(long beganAt, long by, long now) {
            used = Math.max(0, used(now) + by);
        }
    }

    private static final class ByTheClock implements Level {
        private final long ahead;
        private long minute;
        private double used;

        ByTheClock(long ahead) {
            this.ahead = ahead;
        }

        private long minuteOf(long time) {
            return (time + ahead) / NANOS;
        }

        @Override
        public double used(long now) {
            if (minuteOf(now) != minute) {
                minute = minuteOf(now);
                used = 0;
            }
            return used;
        }

        @Override
        public void change(long beganAt, long by, long now) {
            used(now);
            if (minuteOf(beganAt) == minute) {
                used += by;
            }
        }
    }

    private static final class LastSixty implements Level {
        private final PriorityQueue<Change> changes = new PriorityQueue<>(Comparator.comparingLong(Change::beganAt));
        private double used;

        @Override
        public double used(long now) {
            for (Change next = changes.peek(); next != null && next.beganAt() + NANOS <= now; next = changes.peek()) {
                used -= next.by();
                changes.remove();
            }
            return used;
        }

        @Override
        public void change(long beganAt, long by, long now) {
            changes.add(new Change(beganAt, by));
            used += by;
            used(now);
        }
    }

    private record Change(long beganAt, long by) {}
}
