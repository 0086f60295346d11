package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.core.internal.tools.Contexts;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.ContextCarrier.Captured;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, in the order in which they come, on the thread of whoever finds it idle. State that only its
 * tasks touch needs no other guard. A task that finds it idle runs at once and is not queued. The queue is bounded by its
 * users: a stream posts no more than it has asked for.
 *
 * <p>The reference holds null while it is idle, or else the tasks that wait, the last first, down to {@link #BUSY}.
 */
@SuppressWarnings("serial") // extends the reference instead of holding one: made for every request
public final class Turn extends AtomicReference<Turn.@Nullable Waiting> {
    private static final Waiting BUSY = new Waiting(() -> {}, null);

    private final transient Consumer<Throwable> onCrash;
    private transient @Nullable Captured context; // set before the first task, or never

    /**
     * Creates an idle turn.
     *
     * @param onCrash receives what a task throws, within the turn
     */
    public Turn(Consumer<Throwable> onCrash) {
        this.onCrash = onCrash;
    }

    /** Sets the context in which all tasks run; null if in that of their threads. To be called before the first task. */
    public void within(@Nullable Captured value) {
        context = value;
    }

    /** The context in which tasks run; null if in that of their threads. */
    public @Nullable Captured context() {
        return context;
    }

    /** A task that waits. Linked to the one before it while it is pushed, and to the next one once the turn has taken it. */
    static final class Waiting {
        private final Runnable task;
        private @Nullable Waiting link;

        Waiting(Runnable task, @Nullable Waiting before) {
            this.task = task;
            this.link = before;
        }
    }

    /** Runs a task now if the turn is idle, or else after those before it. */
    public void run(Runnable task) {
        while (true) {
            Waiting last = get();
            if (last == null) {
                if (compareAndSet(null, BUSY)) {
                    execute(task);
                    drain();
                    return;
                }
            } else if (compareAndSet(last, new Waiting(task, last))) {
                return;
            }
        }
    }

    private void drain() {
        while (!compareAndSet(BUSY, null)) {
            Waiting next = reversed(getAndSet(BUSY));
            while (next != null) {
                execute(next.task);
                next = next.link;
            }
        }
    }

    /** Turns the links of the tasks taken, the last first, around; {@link #BUSY}, before which nothing came, stays as it is. */
    private static @Nullable Waiting reversed(@Nullable Waiting last) {
        Waiting first = null;
        Waiting each = last;
        while (each != null && each.link != null) {
            Waiting before = each.link;
            each.link = first;
            first = each;
            each = before;
        }
        return first;
    }

    private void execute(Runnable task) {
        Captured carried = context;
        if (carried == null) {
            attempt(task);
        } else {
            Contexts.run(carried, () -> attempt(task));
        }
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            crashed(e);
        }
    }

    private void crashed(Throwable thrown) {
        try {
            onCrash.accept(thrown);
        } catch (Throwable e) { // would stop the turn, and with it everybody who waits for it
            LogEvent.END_BROKEN
                    .line()
                    .with("cause", e.getClass().getName())
                    .thrown(SafeTrace.of(e))
                    .log();
        }
    }
}
