package dev.hybridrouter.core;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** Everything the library logs, at every level, while it is open. */
final class LogTap implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.hybridrouter");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing(); // the context of now
            super.append(event);
        }
    };
    private final Level level = logger.getLevel();

    private LogTap() {
        appender.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
    }

    static LogTap open() {
        return new LogTap();
    }

    /** Sets the level as a host would. */
    void threshold(Level least) {
        logger.setLevel(least);
    }

    List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }

    /** The events of this level or a more urgent one. */
    List<ILoggingEvent> atLeast(Level least) {
        return events().stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(least))
                .toList();
    }

    /** As {@link #atLeast(Level)}, without those that a router was started and closed. */
    List<ILoggingEvent> notable(Level least) {
        return atLeast(least).stream()
                .filter(event -> !event.getLoggerName().equals("dev.hybridrouter.router"))
                .toList();
    }

    /** What a plain pattern writes, which has no key-value pairs. */
    List<String> lines() {
        PatternLayout layout = new PatternLayout();
        layout.setContext(logger.getLoggerContext());
        layout.setPattern("%level %logger - %msg%n");
        layout.start();
        return events().stream().map(event -> layout.doLayout(event).strip()).toList();
    }

    /** The value of a key of an event; "absent" where it has none. */
    static String value(ILoggingEvent event, String key) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null
                ? "absent"
                : pairs.stream()
                        .filter(pair -> pair.key.equals(key))
                        .map(pair -> String.valueOf(pair.value))
                        .findFirst()
                        .orElse("absent");
    }

    /** All an appender could write of the events: message, arguments, keys, values, context and stack trace. */
    String everything() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : events()) {
            text.append(event.getLevel()).append(' ').append(event.getLoggerName());
            text.append(' ').append(event.getFormattedMessage());
            text.append(' ').append(event.getKeyValuePairs()).append(' ').append(event.getMDCPropertyMap());
            text.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            text.append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(level);
    }
}
