package dev.hybridrouter.api.budget;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Where the windows of a calendar begin, as instants: each instant is in exactly one window, and where one ends the next
 * begins. A clock that is set back or forward makes windows longer or shorter, and never lets two of them overlap.
 *
 * @param unit length of the windows
 * @param zone whose clocks count
 */
record CalendarWindows(BudgetWindow.Unit unit, ZoneId zone) {
    /** Returns the last beginning that is not after an instant. */
    Instant startOf(Instant instant) {
        return switch (unit) {
            case MINUTE -> startOf(instant, Duration.ofMinutes(1));
            case HOUR -> startOf(instant, Duration.ofHours(1));
            case DAY, WEEK, MONTH -> beginning(dateOf(instant));
        };
    }

    /** Returns the first beginning that is after an instant. */
    Instant endOf(Instant instant) {
        return switch (unit) {
            case MINUTE -> endOf(instant, Duration.ofMinutes(1));
            case HOUR -> endOf(instant, Duration.ofHours(1));
            case DAY, WEEK, MONTH -> beginning(next(dateOf(instant)));
        };
    }

    /**
     * The first date of the last window that has begun. Not always the one that the clocks show: where they are set back over
     * midnight, the new day has begun for good; where they skip a day, that has no window.
     */
    private LocalDate dateOf(Instant instant) {
        LocalDate first = firstOf(instant.atZone(zone).toLocalDate());
        LocalDate next = next(first);
        while (!beginning(next).isAfter(instant)) {
            first = next;
            next = next(first);
        }
        return first;
    }

    private LocalDate firstOf(LocalDate date) {
        return switch (unit) {
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> date.withDayOfMonth(1);
            default -> date;
        };
    }

    private LocalDate next(LocalDate first) {
        return switch (unit) {
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
            default -> first.plusDays(1);
        };
    }

    private Instant beginning(LocalDate first) {
        return first.atStartOfDay(zone).toInstant();
    }

    /** Windows shorter than a day begin whenever the clocks show a full one, and where they are set to another one. */
    private Instant startOf(Instant instant, Duration length) {
        Instant full = full(instant, length);
        ZoneOffsetTransition change = rules().previousTransition(instant.plusNanos(1));
        if (change == null || !full.isBefore(change.getInstant())) {
            return full;
        }
        return isBeginning(change, length)
                ? change.getInstant()
                : startOf(change.getInstant().minusNanos(1), length);
    }

    private Instant endOf(Instant instant, Duration length) {
        Instant full = full(instant, length).plus(length);
        ZoneOffsetTransition change = rules().nextTransition(instant);
        if (change == null || full.isBefore(change.getInstant())) {
            return full;
        }
        return isBeginning(change, length) ? change.getInstant() : endOf(change.getInstant(), length);
    }

    /** The last time that the clocks of an instant show a full window, as if they were never set to another time. */
    private Instant full(Instant instant, Duration length) {
        Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
        long local = localSecond(second, rules().getOffset(instant).getTotalSeconds());
        return second.minusSeconds(Math.floorMod(local, length.toSeconds()));
    }

    /** Whether the clocks show a full window after the change, or another one than just before it. */
    private static boolean isBeginning(ZoneOffsetTransition change, Duration length) {
        long before = localSecond(change.getInstant(), change.getOffsetBefore().getTotalSeconds()) - 1;
        long after = localSecond(change.getInstant(), change.getOffsetAfter().getTotalSeconds());
        long seconds = length.toSeconds();
        return Math.floorMod(after, seconds) == 0 || Math.floorDiv(before, seconds) != Math.floorDiv(after, seconds);
    }

    private static long localSecond(Instant instant, int offset) {
        return instant.getEpochSecond() + offset;
    }

    private ZoneRules rules() {
        return zone.getRules();
    }
}
