package dev.hybridrouter.core.internal.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** A provider's minute, worked out anew from the list of all its calls: slow and plain. */
abstract class ReferenceMinute {
    static final long MINUTE = 60_000_000_000L;

    final List<Change> changes = new ArrayList<>();

    /** What counts, in tokens, never rounded down. */
    abstract long used(long now);

    /** The call that began at a time now counts so many tokens more. */
    void change(long beganAt, long by, long now) {
        changes.add(new Change(beganAt, by, now));
    }

    record Change(long beganAt, long by, long at) {}

    /** Whole again whenever a minute begins by a clock that is so far ahead. */
    static ReferenceMinute byTheClock(long ahead) {
        return new ReferenceMinute() {
            @Override
            long used(long now) {
                return changes.stream()
                        .filter(change -> (change.beganAt + ahead) / MINUTE == (now + ahead) / MINUTE)
                        .mapToLong(Change::by)
                        .sum();
            }
        };
    }

    /** What began within the last sixty seconds. */
    static ReferenceMinute last60() {
        return new ReferenceMinute() {
            @Override
            long used(long now) {
                return changes.stream()
                        .filter(change -> change.beganAt + MINUTE > now)
                        .mapToLong(Change::by)
                        .sum();
            }
        };
    }

    /** A bucket that refills evenly. */
    static ReferenceMinute refilling(long perMinute) {
        return new ReferenceMinute() {
            @Override
            long used(long now) {
                BigDecimal level = BigDecimal.ZERO;
                long at = 0;
                for (Change change : changes) {
                    level = level.subtract(refilled(change.at - at)).max(BigDecimal.ZERO);
                    level = level.add(BigDecimal.valueOf(change.by)).max(BigDecimal.ZERO);
                    at = change.at;
                }
                return level.subtract(refilled(now - at))
                        .max(BigDecimal.ZERO)
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact();
            }

            private BigDecimal refilled(long nanos) {
                return BigDecimal.valueOf(nanos)
                        .multiply(BigDecimal.valueOf(perMinute))
                        .divide(BigDecimal.valueOf(MINUTE), 30, RoundingMode.DOWN);
            }
        };
    }
}
