package dev.hybridrouter.spi;

import java.time.Instant;
import java.time.InstantSource;

/** The only source of time. Durations come from {@link #nanoTime()}; {@link #instant()} is for records only. */
public interface RouterClock extends InstantSource {
    /** A monotonic reading in nanoseconds, as {@link System#nanoTime()} gives it: only differences mean anything. */
    long nanoTime();

    /** Returns the system's clock. */
    static RouterClock system() {
        return SystemClock.INSTANCE;
    }

    /** The system's clock. */
    enum SystemClock implements RouterClock {
        /** The only one. */
        INSTANCE;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }
    }
}
