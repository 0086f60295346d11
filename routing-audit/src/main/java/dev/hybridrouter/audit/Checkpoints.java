package dev.hybridrouter.audit;

import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.RouterClock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Knows when the host is to be handed a checkpoint. For one thread. */
final class Checkpoints {
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
            LogEvent.CHECKPOINT_FAILED
                    .line()
                    .with("cause", e.getClass().getName())
                    .with("until", Duration.ofNanos(everyNanos))
                    .thrown(e)
                    .log();
        }
    }
}
