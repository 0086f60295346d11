package dev.hybridrouter.diagnostics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a value is written in a line: on one line, short, times with their unit. */
final class Wording {
    private static final int LONGEST = 1_000;
    private static final long SECONDS_SHOWN = 120;

    private Wording() {}

    /** Numbers and truth values as they are, all else in words. */
    static Object of(@Nullable Object value) {
        if (value == null) {
            return "none";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Duration duration) {
            return of(duration);
        }
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MILLIS).toString();
        }
        return oneLine(value.toString());
    }

    private static String of(Duration duration) {
        long millis = TimeUnit.MILLISECONDS.convert(duration); // saturates
        if (millis < 1_000) {
            return millis + " ms";
        }
        long seconds = TimeUnit.MILLISECONDS.toSeconds(millis);
        if (seconds < SECONDS_SHOWN) {
            long tenths = millis % 1_000 / 100;
            return tenths == 0 ? seconds + " s" : seconds + "." + tenths + " s";
        }
        long minutes = TimeUnit.SECONDS.toMinutes(seconds);
        return minutes < SECONDS_SHOWN
                ? minutes + " min " + seconds % 60 + " s"
                : TimeUnit.MINUTES.toHours(minutes) + " h " + minutes % 60 + " min";
    }

    /** Notes of operators and messages of peers must not begin a line of their own, nor fill the log. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length() && line.length() < LONGEST; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        return text.length() > LONGEST ? line + " (cut)" : line.toString();
    }
}
