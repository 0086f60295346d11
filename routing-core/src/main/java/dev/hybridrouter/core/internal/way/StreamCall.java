package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.StreamEvent;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A stream that begins when it is subscribed to, once. */
public final class StreamCall implements Flow.Publisher<StreamEvent> {
    private final Consumer<Flow.Subscriber<? super StreamEvent>> begin;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    /** Creates a stream that begins like this. */
    public StreamCall(Consumer<Flow.Subscriber<? super StreamEvent>> begin) {
        this.begin = begin;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super StreamEvent> subscriber) {
        if (subscriber == null) {
            throw new NullPointerException("subscriber: null (expected: a value)");
        }
        if (subscribed.compareAndSet(false, true)) {
            begin.accept(subscriber);
        } else {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onError(new IllegalStateException("a stream takes one subscriber; call stream(request) again"));
        }
    }

    /** What a refused subscriber holds. */
    private static final class NoSubscription implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
