package dev.hybridrouter.api.budget;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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
     * A window that begins anew with each unit of the calendar, daylight saving included: a day has 23 to 25 hours. Windows
     * follow each other without gap or overlap: each instant is in exactly one, {@code startOf(t) <= t < endOf(t)}, and the
     * next begins where it ends.
     *
     * <ul>
     *   <li>A day begins with the first instant that has its date, which is one o'clock where summer time begins at midnight.
     *       Where clocks are set back over midnight the new day goes on. Weeks and months begin as their first day does.
     *   <li>An hour begins whenever the clocks show a full one. An hour that is repeated as a whole is two windows; one of
     *       which half is repeated, as on Lord Howe Island, is one window of 90 minutes.
     * </ul>
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

        /** Returns when the window that holds an instant began: at the instant or before it. */
        public Instant startOf(Instant instant) {
            return new CalendarWindows(unit, zone).startOf(instant);
        }

        /** Returns when the window that holds an instant ends, which is after the instant, and when the next begins. */
        public Instant endOf(Instant instant) {
            return new CalendarWindows(unit, zone).endOf(instant);
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
