package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.api.StreamEvent;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;

/**
 * The caller's end of a stream: delivers no more than was asked for, {@code Closed} last, and nothing after that. Confined
 * to the request's turn.
 */
public final class Outlet {
    private final Flow.Subscriber<? super StreamEvent> subscriber;
    private final Queue<StreamEvent> queue = new ArrayDeque<>();
    private long demand;
    private boolean closed;
    private boolean delivering;
    private boolean signalling; // stays true if the subscriber throws

    /** Creates an outlet without demand. */
    public Outlet(Flow.Subscriber<? super StreamEvent> subscriber) {
        this.subscriber = subscriber;
    }

    /** Hands the subscriber its subscription. */
    public void open(Flow.Subscription subscription) {
        signalling = true;
        subscriber.onSubscribe(subscription);
        signalling = false;
    }

    /** Whether the subscriber threw, after which it is told nothing more. */
    public boolean hasThrown() {
        return signalling;
    }

    /** Takes the caller's demand for so many more events. */
    public void request(long more) {
        demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
        deliver();
    }

    /** Delivers an event as soon as the caller wants it. */
    public void offer(StreamEvent event) {
        if (!closed) {
            queue.add(event);
            deliver();
        }
    }

    /** How many more events the caller waits for than there are. */
    public long unmetDemand() {
        return closed ? 0 : demand - queue.size();
    }

    /** Whether nothing is delivered any more. */
    public boolean isClosed() {
        return closed;
    }

    /** Delivers nothing more. */
    public void shut() {
        closed = true;
        queue.clear();
    }

    /** Ends the stream without a result: the caller misused its subscription, or the router broke. */
    public void breakOff(RuntimeException why) {
        if (!closed) {
            shut();
            signalling = true;
            subscriber.onError(why);
            signalling = false;
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
                signalling = true;
                subscriber.onNext(event);
                signalling = false;
                if (event instanceof StreamEvent.Closed && !closed) {
                    shut();
                    signalling = true;
                    subscriber.onComplete();
                    signalling = false;
                }
            }
        } finally {
            delivering = false;
        }
    }
}
