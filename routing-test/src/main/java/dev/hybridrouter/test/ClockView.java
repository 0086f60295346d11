package dev.hybridrouter.test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** A manual clock as the JDK sees it. */
final class ClockView extends Clock {
    private final ManualClock clock;
    private final ZoneId zone;

    ClockView(ManualClock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new ClockView(clock, other);
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }
}
