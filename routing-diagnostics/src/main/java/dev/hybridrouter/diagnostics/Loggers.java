package dev.hybridrouter.diagnostics;

import org.slf4j.LoggerFactory;

/** The loggers of other libraries, as your logging configuration sets them. */
public final class Loggers {
    private Loggers() {}

    /** Whether a logger prints at DEBUG. */
    public static boolean isAtDebug(String name) {
        return LoggerFactory.getLogger(name).isDebugEnabled();
    }
}
