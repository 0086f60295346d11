package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.control.KillEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What was done to a kill switch, in the order in which it took effect, and who is told of it in that order. Notes are taken by one
 * thread at a time; telling is thread-safe.
 */
final class KillHistory {
    private static final int MOST = 1_000;

    private final Deque<KillEvent> last = new ArrayDeque<>();
    private final Queue<KillEvent> untold = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Consumer<KillEvent> listener = event -> {};

    /** Sets who is told. It must not throw. */
    void onEvent(Consumer<KillEvent> value) {
        listener = value;
    }

    void note(KillEvent event) {
        untold.add(event);
        last.addLast(event);
        if (last.size() > MOST) {
            last.removeFirst();
        }
    }

    List<KillEvent> last() {
        return List.copyOf(last);
    }

    /** Tells what was noted. Where a thread is telling already, or this one is, that one goes on with it. */
    void tell() {
        int missed = calls.getAndIncrement() == 0 ? 1 : 0;
        while (missed > 0) {
            while (!untold.isEmpty()) {
                listener.accept(Objects.requireNonNull(untold.poll()));
            }
            missed = calls.addAndGet(-missed);
        }
    }
}
