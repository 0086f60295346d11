package dev.hybridrouter.audit;

import dev.hybridrouter.spi.RouterClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    private final Deque<FileHead> heads = new ArrayDeque<>();
    private long nextNanos;

    Retention(Store store, @Nullable Duration keepFor, RouterClock clock) {
        this.store = store;
        this.keepFor = keepFor;
        this.clock = clock;
        this.nextNanos = clock.nanoTime();
    }

    /** Says which files there are, oldest first. */
    void files(List<FileHead> found) {
        heads.clear();
        heads.addAll(found);
    }

    /** Says that a file was begun, so that all before it are whole. */
    void begun(FileHead head) {
        heads.removeIf(other -> other.name().equals(head.name())); // it took the place of one without a whole line
        heads.addLast(head);
        nextNanos = clock.nanoTime();
    }

    void apply(ChainFile file) throws IOException {
        if (keepFor == null || clock.nanoTime() - nextNanos < 0) {
            return;
        }
        nextNanos = clock.nanoTime() + PAUSE_NANOS;
        Instant before = clock.instant().minus(keepFor);
        List<FileHead> all = new ArrayList<>(heads);
        int old = 0;
        while (old + 1 < all.size() && all.get(old + 1).before().time().isBefore(before)) {
            old++;
        }
        if (old == 0) {
            return;
        }
        file.append(Line.removed(clock.instant(), all.get(old).before(), old, before));
        file.flush();
        file.force();
        for (FileHead head : all.subList(0, old)) {
            remove(head);
        }
    }

    private void remove(FileHead head) {
        try {
            store.delete(head.name());
            heads.remove(head);
        } catch (IOException e) {
            LOG.warn("{} in {} is old and could not be removed; it is tried again in an hour", head.name(), store, e);
        }
    }
}
