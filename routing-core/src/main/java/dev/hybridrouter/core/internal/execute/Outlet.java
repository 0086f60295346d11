package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.StreamEvent;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;

/**
 * The caller's end of a stream: delivers no more than was asked for, {@code Closed} last, and nothing after that. Confined
 * to the stream's mailbox.
 */
final class Outlet {
    private final Flow.Subscriber<? super StreamEvent> subscriber;
    private final Queue<StreamEvent> queue = new ArrayDeque<>();
    private long demand;
    private boolean closed;
    private boolean delivering;

    Outlet(Flow.Subscriber<? super StreamEvent> subscriber) {
        this.subscriber = subscriber;
    }

    void request(long more) {
        demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
        deliver();
    }

    void offer(StreamEvent event) {
        if (!closed) {
            queue.add(event);
            deliver();
        }
    }

    /** How many more events the caller waits for than there are. */
    long unmetDemand() {
        return closed ? 0 : demand - queue.size();
    }

    boolean isClosed() {
        return closed;
    }

    /** Delivers nothing more. */
    void shut() {
        closed = true;
        queue.clear();
    }

    /** Refuses the caller's misuse of its subscription. */
    void refuse(IllegalArgumentException misuse) {
        if (!closed) {
            shut();
            subscriber.onError(misuse);
        }
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (!closed && demand > 0 && !queue.isEmpty()) {
                StreamEvent event = queue.remove();
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
                subscriber.onNext(event);
                if (event instanceof StreamEvent.Closed && !closed) {
                    shut();
                    subscriber.onComplete();
                }
            }
        } finally {
            delivering = false;
        }
    }
}
