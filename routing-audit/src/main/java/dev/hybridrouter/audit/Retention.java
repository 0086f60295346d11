package dev.hybridrouter.audit;

import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.log.Store;
import dev.hybridrouter.spi.RouterClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes whole files whose last record is old, the oldest first. The log says so before it is done, so that what is left can
 * still be verified. A clock that has jumped is not believed for an hour. For one thread.
 */
final class Retention {
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration LARGEST_JUMP = Duration.ofDays(1);

    private final Store store;
    private final @Nullable Duration keepFor;
    private final RouterClock clock;
    private long nextNanos;
    private long distrustedUntilNanos;
    private Instant seen;
    private long seenNanos;

    /** Creates the retention of a log that ends so. */
    Retention(Store store, @Nullable Duration keepFor, RouterClock clock, ChainEnd end) {
        this.store = store;
        this.keepFor = keepFor;
        this.clock = clock;
        this.nextNanos = clock.nanoTime();
        this.seen = end.next() == 0 ? clock.instant() : end.time();
        this.seenNanos = nextNanos;
        this.distrustedUntilNanos = nextNanos;
    }

    /** Says that a file was begun, so that one more may be removed. */
    void begun() {
        long now = clock.nanoTime();
        nextNanos = now - distrustedUntilNanos < 0 ? distrustedUntilNanos : now;
    }

    void apply(ChainFile file) throws IOException {
        if (keepFor == null || clock.nanoTime() - nextNanos < 0) {
            return;
        }
        nextNanos = clock.nanoTime() + PAUSE.toNanos();
        if (hasJumped()) {
            return;
        }
        Instant before = clock.instant().minus(keepFor);
        List<String> files = FileName.in(store);
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
        file.append(AuditLine.removed(clock.instant(), end, old, before));
        file.flush();
        file.force();
        remove(files.subList(0, old));
    }

    /** Whether the clock went on by much more or less than the time that has passed; after it, it is believed again. */
    private boolean hasJumped() {
        Instant now = clock.instant();
        long nanos = clock.nanoTime();
        Duration jump = Duration.between(seen.plusNanos(nanos - seenNanos), now);
        seen = now;
        seenNanos = nanos;
        boolean jumped = jump.abs().compareTo(LARGEST_JUMP) > 0;
        if (jumped) {
            distrustedUntilNanos = nanos + PAUSE.toNanos();
            LogEvent.AUDIT_CLOCK_JUMPED
                    .line()
                    .with("jump", jump)
                    .with("path", store)
                    .with("until", PAUSE)
                    .log();
        }
        return jumped;
    }

    /** Stops at the first that cannot be removed, because a gap behind it could not be told from a forgery. */
    private void remove(List<String> files) {
        for (String file : files) {
            try {
                store.delete(file);
            } catch (IOException e) {
                LogEvent.AUDIT_FILE_KEPT
                        .line()
                        .with("path", store)
                        .with("file", file)
                        .with("cause", e)
                        .with("until", PAUSE)
                        .thrown(e)
                        .log();
                return;
            }
        }
    }
}
