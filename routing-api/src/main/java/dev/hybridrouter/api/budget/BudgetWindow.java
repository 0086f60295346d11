package dev.hybridrouter.api.budget;

import dev.hybridrouter.api.internal.Check;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** The time over which spend is added up. Immutable. */
public sealed interface BudgetWindow {
    /** Returns the calendar minute. */
    static BudgetWindow minute(ZoneId zone) {
        return new Calendar(Unit.MINUTE, zone);
    }

    /** Returns the calendar hour. */
    static BudgetWindow hour(ZoneId zone) {
        return new Calendar(Unit.HOUR, zone);
    }

    /** Returns the calendar day. */
    static BudgetWindow day(ZoneId zone) {
        return new Calendar(Unit.DAY, zone);
    }

    /** Returns the calendar week, from Monday. */
    static BudgetWindow week(ZoneId zone) {
        return new Calendar(Unit.WEEK, zone);
    }

    /** Returns the calendar month. */
    static BudgetWindow month(ZoneId zone) {
        return new Calendar(Unit.MONTH, zone);
    }

    /** Returns a window that ends now, at every moment; money counts from the moment it was reserved. */
    static BudgetWindow rolling(Duration length) {
        return new Rolling(length);
    }

    /** Unit of a calendar window. */
    enum Unit {
        /** A minute. */
        MINUTE,
        /** An hour. */
        HOUR,
        /** A day. */
        DAY,
        /** A week, from Monday. */
        WEEK,
        /** A month. */
        MONTH
    }

    /**
     * A window that begins anew with each unit of the calendar, daylight saving included: a day has 23 to 25 hours.
     *
     * @param unit its length
     * @param zone whose calendar it follows
     */
    record Calendar(Unit unit, ZoneId zone) implements BudgetWindow {
        /** Checks that both are there. */
        public Calendar {
            Check.notNull(unit, "window.unit");
            Check.notNull(zone, "window.zone");
        }

        /** When the window that holds an instant began. */
        public Instant startOf(Instant instant) {
            return start(instant).toInstant();
        }

        /** When the window that holds an instant ends, which is when the next begins. */
        public Instant endOf(Instant instant) {
            ZonedDateTime start = start(instant);
            return switch (unit) {
                case MINUTE -> start.plusMinutes(1).toInstant();
                case HOUR -> start.plusHours(1).toInstant();
                case DAY -> start.plusDays(1).toInstant();
                case WEEK -> start.plusWeeks(1).toInstant();
                case MONTH -> start.plusMonths(1).toInstant();
            };
        }

        private ZonedDateTime start(Instant instant) {
            ZonedDateTime at = instant.atZone(zone);
            return switch (unit) {
                case MINUTE -> at.truncatedTo(ChronoUnit.MINUTES);
                case HOUR -> at.truncatedTo(ChronoUnit.HOURS);
                case DAY -> at.toLocalDate().atStartOfDay(zone);
                case WEEK ->
                    at.toLocalDate()
                            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                            .atStartOfDay(zone);
                case MONTH -> at.toLocalDate().withDayOfMonth(1).atStartOfDay(zone);
            };
        }

        @Override
        public String toString() {
            return unit.name().toLowerCase(Locale.ROOT) + " in " + zone;
        }
    }

    /**
     * A window that ends now.
     *
     * @param length its length, at least a second
     */
    record Rolling(Duration length) implements BudgetWindow {
        /** Checks the length. */
        public Rolling {
            if (Check.positive(length, "window.length").compareTo(Duration.ofSeconds(1)) < 0) {
                throw Check.invalid("window.length", length, "at least a second");
            }
        }

        @Override
        public String toString() {
            return "rolling " + length;
        }
    }
}
