package dev.hybridrouter.api.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The windows of a calendar divide time: no instant is in two of them, or in none. */
class CalendarWindowsTest {
    private static final Instant FROM = Instant.parse("2022-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2036-01-01T00:00:00Z");

    /** All zones, all changes of their clocks in fourteen years. */
    @ParameterizedTest
    @EnumSource(BudgetWindow.Unit.class)
    void windows_divideTime_aroundAllChangesOfAllZones(BudgetWindow.Unit unit) {
        int changes = 0;
        for (ZoneId zone : zonesOfDifferentRules()) {
            for (Instant change : changes(zone.getRules())) {
                assertDivided(unit, zone, change);
                changes++;
            }
        }
        assertThat(changes).isGreaterThan(1_000);
    }

    /** All changes that are on record, odd ones too: days that were skipped or lived twice, clocks set by minutes and seconds. */
    @ParameterizedTest
    @EnumSource(value = BudgetWindow.Unit.class, names = "MINUTE", mode = EnumSource.Mode.EXCLUDE)
    void windows_divideTime_aroundAllChangesThereEverWere(BudgetWindow.Unit unit) {
        for (ZoneId zone : zonesOfDifferentRules()) {
            for (ZoneOffsetTransition change : zone.getRules().getTransitions()) {
                assertDivided(unit, zone, change.getInstant());
            }
        }
    }

    private static List<ZoneId> zonesOfDifferentRules() {
        Set<ZoneRules> seen = new HashSet<>();
        List<ZoneId> zones = new ArrayList<>();
        for (String name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(name);
            if (seen.add(zone.getRules())) {
                zones.add(zone);
            }
        }
        return zones;
    }

    private static List<Instant> changes(ZoneRules rules) {
        List<Instant> changes = new ArrayList<>();
        changes.add(FROM);
        ZoneOffsetTransition next = rules.nextTransition(FROM);
        while (next != null && next.getInstant().isBefore(UNTIL)) {
            changes.add(next.getInstant());
            next = rules.nextTransition(next.getInstant());
        }
        return changes;
    }

    private static void assertDivided(BudgetWindow.Unit unit, ZoneId zone, Instant change) {
        BudgetWindow.Calendar windows = new BudgetWindow.Calendar(unit, zone);
        Duration around = around(unit);
        Instant start = windows.startOf(change.minus(around));
        Instant until = change.plus(around);
        while (start.isBefore(until)) {
            Instant end = windows.endOf(start);
            if (!end.isAfter(start)) {
                throw new AssertionError(windows + ": a window ends at " + end + " and begins at " + start);
            }
            Duration length = Duration.between(start, end);
            for (Instant within : List.of(
                    start,
                    start.plusNanos(1),
                    start.plus(length.dividedBy(3)),
                    start.plus(length.dividedBy(2)),
                    start.plus(length.dividedBy(7).multipliedBy(6)),
                    end.minusMillis(1),
                    end.minusNanos(1))) {
                if (!windows.startOf(within).equals(start)
                        || !windows.endOf(within).equals(end)) {
                    throw new AssertionError(windows + ": " + within + " is in the window from "
                            + windows.startOf(within) + " to " + windows.endOf(within) + ", and between " + start
                            + " and "
                            + end);
                }
            }
            start = end;
        }
    }

    private static Duration around(BudgetWindow.Unit unit) {
        return switch (unit) {
            case MINUTE -> Duration.ofMinutes(130);
            case HOUR -> Duration.ofHours(30);
            case DAY -> Duration.ofDays(3);
            case WEEK -> Duration.ofDays(15);
            case MONTH -> Duration.ofDays(65);
        };
    }

    @ParameterizedTest
    @CsvSource({
        // the half hour that Lord Howe Island repeats belongs to the hour before
        "HOUR, Australia/Lord_Howe, 2026-04-04T14:40:00Z, 2026-04-04T14:00:00Z, 2026-04-04T15:30:00Z",
        "HOUR, Australia/Lord_Howe, 2026-04-04T15:10:00Z, 2026-04-04T14:00:00Z, 2026-04-04T15:30:00Z",
        "HOUR, Australia/Lord_Howe, 2026-04-04T15:30:00Z, 2026-04-04T15:30:00Z, 2026-04-04T16:30:00Z",
        // and of the hour in which its summer begins there is only half
        "HOUR, Australia/Lord_Howe, 2026-10-03T15:40:00Z, 2026-10-03T15:30:00Z, 2026-10-03T16:00:00Z",
        // an hour that is repeated as a whole is two
        "HOUR, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z",
        "HOUR, Europe/Berlin, 2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z",
        "HOUR, Asia/Kathmandu, 2026-05-01T00:20:00Z, 2026-05-01T00:15:00Z, 2026-05-01T01:15:00Z",
        "DAY, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "DAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        // summer time begins at midnight
        "DAY, Africa/Cairo, 2026-04-24T12:00:00Z, 2026-04-23T22:00:00Z, 2026-04-24T21:00:00Z",
        "DAY, Asia/Beirut, 2026-03-29T12:00:00Z, 2026-03-28T22:00:00Z, 2026-03-29T21:00:00Z",
        "DAY, America/Santiago, 2026-09-06T12:00:00Z, 2026-09-06T04:00:00Z, 2026-09-07T03:00:00Z",
        "DAY, Atlantic/Azores, 2026-03-29T12:00:00Z, 2026-03-29T01:00:00Z, 2026-03-30T00:00:00Z",
        "DAY, America/Havana, 2026-03-08T12:00:00Z, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z",
        // the day that Samoa skipped has no window
        "DAY, Pacific/Apia, 2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
        "DAY, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
        // the clocks went back over midnight, and the new day went on
        "DAY, America/St_Johns, 2010-11-07T02:40:00Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z",
        "WEEK, Europe/Berlin, 2026-12-03T12:00:00Z, 2026-11-29T23:00:00Z, 2026-12-06T23:00:00Z",
        "MONTH, Europe/Berlin, 2026-03-31T21:59:59Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
        "MINUTE, Asia/Kathmandu, 2026-05-01T00:20:30Z, 2026-05-01T00:20:00Z, 2026-05-01T00:21:00Z"
    })
    void window_ofAnInstant(BudgetWindow.Unit unit, ZoneId zone, Instant at, Instant start, Instant end) {
        BudgetWindow.Calendar windows = new BudgetWindow.Calendar(unit, zone);
        assertThat(windows.startOf(at)).isEqualTo(start);
        assertThat(windows.endOf(at)).isEqualTo(end);
    }

    @Test
    void hours_areOneHourLong_whereClocksAreNotSet() {
        BudgetWindow.Calendar hours = new BudgetWindow.Calendar(BudgetWindow.Unit.HOUR, ZoneId.of("UTC"));
        Instant noon = Instant.parse("2026-12-01T12:00:00Z");
        assertThat(hours.endOf(noon)).isEqualTo(noon.plus(1, ChronoUnit.HOURS));
    }
}
