package dev.hybridrouter.benchmarks.soak;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;

/** Counts what is logged at WARN and above, by logger and text, with one line of each kind as an example. */
final class LogCounts extends AppenderBase<ILoggingEvent> {
    private static final int KIND_LENGTH = 40;
    private static final int MOST_KINDS = 1_000;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, String> examples = new ConcurrentHashMap<>();

    /** Takes the place of the console. */
    static LogCounts install() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        LogCounts counts = new LogCounts();
        counts.setContext(root.getLoggerContext());
        counts.start();
        root.addAppender(counts);
        return counts;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN) && counts.size() < MOST_KINDS) {
            String text = event.getFormattedMessage();
            String kind = event.getLevel() + " " + text.substring(0, Math.min(KIND_LENGTH, text.length()));
            counts.computeIfAbsent(kind, name -> new LongAdder()).increment();
            examples.computeIfAbsent(kind, name -> example(event, text));
        }
    }

    private static String example(ILoggingEvent event, String text) {
        return event.getThrowableProxy() == null
                ? text
                : text + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    void print() {
        counts.forEach((kind, count) -> System.out.println(count + " x " + kind + "\n    e.g. " + examples.get(kind)));
    }
}
