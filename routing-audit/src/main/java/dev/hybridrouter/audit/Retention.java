package dev.hybridrouter.audit;

import dev.hybridrouter.spi.RouterClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes whole files whose youngest record is old, the oldest first. The log says so before it is done, so that what is
 * left can still be verified. For one thread.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final long PAUSE_NANOS = Duration.ofHours(1).toNanos();

    private final Store store;
    private final @Nullable Duration keepFor;
    private final RouterClock clock;
    private long nextNanos;

    Retention(Store store, @Nullable Duration keepFor, RouterClock clock) {
        this.store = store;
        this.keepFor = keepFor;
        this.clock = clock;
        this.nextNanos = clock.nanoTime();
    }

    /** Says that a file was begun, so that one more may be removed. */
    void begun() {
        nextNanos = clock.nanoTime();
    }

    void apply(ChainFile file) throws IOException {
        if (keepFor == null || clock.nanoTime() - nextNanos < 0) {
            return;
        }
        nextNanos = clock.nanoTime() + PAUSE_NANOS;
        Instant before = clock.instant().minus(keepFor);
        List<String> files = store.files();
        int old = 0;
        ChainEnd end = ChainEnd.beginning();
        for (String next : files.subList(Math.min(1, files.size()), files.size())) {
            FileHead head = FileHead.read(store, next);
            if (head == null || !head.before().time().isBefore(before)) {
                break;
            }
            end = head.before();
            old++;
        }
        if (old == 0) {
            return;
        }
        file.append(Line.removed(clock.instant(), end, old, before));
        file.flush();
        file.force();
        for (String name : files.subList(0, old)) {
            remove(name);
        }
    }

    private void remove(String file) {
        try {
            store.delete(file);
        } catch (IOException e) {
            LOG.warn("{} in {} is old and could not be removed; it is tried again in an hour", file, store, e);
        }
    }
}
