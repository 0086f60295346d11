package dev.hybridrouter.diagnostics;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A line about to be logged. It is put into words by {@link #log()}; where the level is off, nothing is. Made for one line, by
 * one thread.
 */
public final class LogLine {
    private static final LogLine OFF = new LogLine(null); // takes nothing

    private final @Nullable LogEvent event; // null where nothing is logged
    private final Map<String, @Nullable Object> values;
    private @Nullable Throwable thrown;

    private LogLine(@Nullable LogEvent event) {
        this.event = event;
        this.values = new HashMap<>();
    }

    static LogLine of(LogEvent event, Logger logger) {
        return logger.isEnabledForLevel(event.level()) ? new LogLine(event) : OFF;
    }

    /**
     * Sets a field of the event.
     *
     * @param value what is said of it when the line is written; null is written as {@code none}
     */
    public LogLine with(String field, @Nullable Object value) {
        if (event != null) {
            values.put(field, value);
        }
        return this;
    }

    /**
     * Adds the exception behind the event, with its stack trace.
     *
     * @param value without content of requests, see {@code SafeTrace}; null if there is none
     */
    public LogLine thrown(@Nullable Throwable value) {
        if (event != null) {
            thrown = value;
        }
        return this;
    }

    /** Writes the line. A log that throws disturbs nobody. */
    public void log() {
        LogEvent written = event;
        if (written == null) {
            return;
        }
        assert values.keySet().containsAll(written.fields())
                        && values.size() == written.fields().size()
                : written + " has the fields " + written.fields() + ", and got " + values.keySet();
        try {
            write(written);
        } catch (Throwable ignored) { // there is nowhere left to report it
            return;
        }
    }

    private void write(LogEvent written) {
        LoggingEventBuilder line =
                written.logger().makeLoggingEventBuilder(written.level()).setMessage(written.pattern());
        for (String field : written.fields()) {
            Object value = Wording.of(values.get(field));
            line = line.addArgument(value).addKeyValue(field, value);
        }
        line.addKeyValue("code", written.code()).setCause(thrown).log();
    }
}
