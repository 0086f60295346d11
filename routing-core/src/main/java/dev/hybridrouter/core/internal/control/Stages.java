package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.policy.KillRules.Reopening;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens by stages what a rule has stopped, each stage on the evidence of the one before, and only while nobody else has had a
 * hand in it. Thread-safe.
 */
final class Stages {
    private static final int FIRST = 10;
    private static final int SECOND = 50;
    private static final int OPEN = 100;

    private final Reopening reopening;
    private final KillBoard board;
    private final GuardedTimer timer;
    private final Evidence evidence;
    private final Map<KillScope, Cancellable> next = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Stages(Reopening reopening, KillBoard board, GuardedTimer timer, Evidence evidence) {
        this.reopening = reopening;
        this.board = board;
        this.timer = timer;
        this.evidence = evidence;
    }

    /** What shows whether more may pass. */
    interface Evidence {
        /** Whether what passed in a scope, while so many percent were let through, allows for more. */
        boolean allowsMore(KillScope scope, int percent);

        /** Another share is let through from now on. */
        void stageBegins(KillScope scope);
    }

    /** A rule has stopped a scope. */
    void begin(KillEvent thrown) {
        schedule(thrown, reopening.pause());
    }

    private void schedule(KillEvent last, Duration pause) {
        next.compute(last.scope(), (scope, before) -> {
            if (!board.isLast(last)) {
                return before; // it belongs to what was done since
            }
            timer.cancel(before);
            return timer.schedule(() -> end(last), pause.toNanos());
        });
        if (closed) {
            close();
        }
    }

    private void end(KillEvent last) {
        if (!board.isLast(last)) {
            return;
        }
        if (!evidence.allowsMore(last.scope(), last.openPercent())) {
            schedule(last, reopening.stage());
            return;
        }
        evidence.stageBegins(last.scope());
        KillEvent event = board.openAfter(last, after(last.openPercent()));
        if (event != null && event.openPercent() < OPEN) {
            schedule(event, reopening.stage());
        }
    }

    private static int after(int percent) {
        return percent == 0 ? FIRST : percent == FIRST ? SECOND : OPEN;
    }

    /** Opens nothing any more. */
    void close() {
        closed = true;
        next.values().forEach(timer::cancel);
        next.clear();
    }
}
