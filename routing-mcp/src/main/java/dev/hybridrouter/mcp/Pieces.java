package dev.hybridrouter.mcp;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber has still to hear. A server cannot be asked to wait, so what is not demanded yet waits here; it is
 * never more than one answer, in {@value #MAX_STREAMED} pieces and one that joins the further ones.
 *
 * <p>Whoever raises {@code work} from zero drains on behalf of all, so that the subscriber hears one thing at a time.
 */
final class Pieces implements Flow.Subscription {
    private static final int MAX_STREAMED = 256;
    private final Flow.Subscriber<? super ProviderEvent> subscriber;
    private final Runnable onCancel;
    private final StreamedText streamed = new StreamedText();
    private final Queue<ProviderEvent> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private volatile boolean done;

    /** How the answer ended; without failure it was whole. */
    private record End(@Nullable Throwable failure) {}

    /**
     * Creates an empty queue.
     *
     * @param onCancel what a cancellation by the subscriber, or its failure, ends
     */
    Pieces(Flow.Subscriber<? super ProviderEvent> subscriber, Runnable onCancel) {
        this.subscriber = subscriber;
        this.onCancel = onCancel;
    }

    /** Adds a piece of the text that comes before all else, or a sign of life if it is empty. */
    void stream(String text) {
        if (streamed.isWaiting() || waiting.get() >= MAX_STREAMED) {
            streamed.add(text);
        } else {
            enqueue(text(text));
        }
        drain();
    }

    /** Adds what comes behind the streamed text. */
    void add(ProviderEvent piece) {
        String joined = streamed.take();
        if (joined != null) {
            enqueue(text(joined));
        }
        enqueue(piece);
        drain();
    }

    private void enqueue(ProviderEvent piece) {
        waiting.incrementAndGet();
        queue.add(piece);
    }

    private static ProviderEvent text(String text) {
        return new ProviderEvent.Piece(new Delta.TextDelta(0, text));
    }

    /** Ends the answer after what is queued and this. */
    void finish(ProviderEvent.Finished finished) {
        add(finished);
        end.compareAndSet(null, new End(null));
        drain();
    }

    /** Ends the answer after what is queued, and the call that brings it. */
    void giveUp(Throwable failure) {
        onCancel.run();
        fail(failure);
    }

    /** Ends the answer after what is queued. */
    void fail(Throwable failure) {
        end.compareAndSet(null, new End(failure));
        drain();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            onCancel.run();
            // Also where the answer has ended, and nobody asked for the rest of it yet.
            end.set(new End(new IllegalArgumentException("request: " + count + " (expected: at least 1)")));
            clear();
            drain();
            return;
        }
        demand.accumulateAndGet(count, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
        drain();
    }

    @Override
    public void cancel() {
        if (!done) {
            done = true;
            onCancel.run();
        }
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        while (seen != 0) {
            deliver();
            seen = work.addAndGet(-seen);
        }
    }

    private void deliver() {
        try {
            while (!done && demand.get() > 0) {
                ProviderEvent next = next();
                if (next == null) {
                    break;
                }
                if (demand.get() != Long.MAX_VALUE) {
                    demand.decrementAndGet();
                }
                subscriber.onNext(next);
            }
            End ended = end.get();
            if (!done && ended != null && isEmpty()) {
                done = true;
                terminate(ended);
            }
        } catch (RuntimeException e) { // which the rules forbid
            LogEvent.MCP_SUBSCRIBER_FAILED
                    .line()
                    .with("cause", e.getClass().getName())
                    .log();
            cancel();
        }
        if (done) {
            clear();
        }
    }

    private void clear() {
        queue.clear();
        var unused = streamed.take();
    }

    private boolean isEmpty() {
        return queue.isEmpty() && !streamed.isWaiting();
    }

    private @Nullable ProviderEvent next() {
        ProviderEvent queued = queue.poll();
        if (queued != null) {
            waiting.decrementAndGet();
            return queued;
        }
        String joined = streamed.take();
        return joined == null ? null : text(joined);
    }

    private void terminate(End ended) {
        if (ended.failure() == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(ended.failure());
        }
    }
}
