package dev.hybridrouter.audit;

import dev.hybridrouter.spi.RouterClock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows when the host is to be handed a checkpoint. For one thread. */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final @Nullable Consumer<Checkpoint> host;
    private final long records;
    private final long everyNanos;
    private final RouterClock clock;
    private long told;
    private long triedAtNanos;
    private boolean failed;

    Checkpoints(@Nullable Consumer<Checkpoint> host, long records, Duration every, RouterClock clock) {
        this.host = host;
        this.records = records;
        this.everyNanos = every.toNanos();
        this.clock = clock;
        this.triedAtNanos = clock.nanoTime();
    }

    boolean isDue(ChainEnd end) {
        if (host == null || end.next() == told) {
            return false;
        }
        boolean late = clock.nanoTime() - triedAtNanos >= everyNanos;
        return late || (!failed && end.next() - told >= records);
    }

    /** Hands out a checkpoint of what is on the disk. One that the host fails to take is followed by another in time. */
    void tell(ChainEnd end) {
        if (host == null) {
            return;
        }
        triedAtNanos = clock.nanoTime();
        try {
            host.accept(new Checkpoint(end.next() - 1, end.hex(), clock.instant()));
            told = end.next();
            failed = false;
        } catch (RuntimeException e) {
            failed = true;
            LOG.error("A checkpoint of the audit log was not taken; the next is due in time", e);
        }
    }
}
