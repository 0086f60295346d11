package dev.hybridrouter.architecture;

import dev.hybridrouter.diagnostics.LogEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The page about log events, made from their catalogue. */
final class LogEventsPage {
    private static final String HEAD = """
            # Log events

            <!-- Made from LogEvent of routing-diagnostics. Accept a change with -Dlogevents.accept=true. -->

            The library logs through SLF4J. Each line begins with a code that never changes, and is whole without key-value
            pairs. It names what happened, to whom, why, since or until when, and what to do. Each field in braces is a
            key-value pair too, beside `code`. A pattern such as `%level %logger - %msg%n` shows everything:

            ```
            WARN dev.hybridrouter.target - HR-101 Circuit breaker OPEN: target=claude-frankfurt (claude in eu-central-1), ...
            ```

            - ERROR: somebody has to act. WARN: the service is degraded. INFO: start, close, changes that you made, and recovery.
            - A line that begins an outage has one that ends it. What fails again and again is logged once for each outage.
              Targets that are throttled, quota models, guards, ledgers, logs on disk, and the second level of the cache begin
              at most one outage a minute in the log; their last line counts the failures.
            - Prompts, answers, and tenants are in no line. Exceptions of your code appear with class and stack, without message.
            - Each area has one logger. To silence an area, set the level of its logger.
            - DEBUG lines cost nothing while they are off.

            """;

    private LogEventsPage() {}

    static String text() {
        return HEAD
                + Arrays.stream(LogEvent.Area.values())
                        .map(LogEventsPage::section)
                        .collect(Collectors.joining("\n"));
    }

    private static String section(LogEvent.Area area) {
        List<LogEvent> events = Arrays.stream(LogEvent.values())
                .filter(event -> event.area() == area)
                .toList();
        return "## `" + area.logger()
                + "`\n\n| code | level | what happened | what to do | pair |\n| --- | --- | --- | --- | --- |\n"
                + events.stream().map(LogEventsPage::row).collect(Collectors.joining());
    }

    private static String row(LogEvent event) {
        return "| " + String.join(" | ", event.code(), event.level().name(), event.text(), event.action(), pair(event))
                + " |\n";
    }

    /** The event that this one ends, or the one that ends this. */
    private static String pair(LogEvent event) {
        LogEvent ended = event.ends();
        return ended != null
                ? "ends " + ended.code()
                : Arrays.stream(LogEvent.values())
                        .filter(other -> other.ends() == event)
                        .map(other -> "until " + other.code())
                        .collect(Collectors.joining(", "));
    }
}
