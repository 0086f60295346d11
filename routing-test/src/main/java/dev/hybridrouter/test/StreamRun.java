package dev.hybridrouter.test;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Plays a plan to a subscriber and keeps the rules of streams. Pieces arrive when the plan says so and wait here for
 * demand, as they would on a connection.
 */
final class StreamRun implements Flow.Subscription, CallBook.Waiting {
    private final ManualClock clock;
    private final CallBook book;
    private final ScriptedCall call;
    private final Plan.Timed plan;
    private final Flow.Subscriber<? super ProviderEvent> subscriber;
    private final Queue<ProviderEvent> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private volatile @Nullable Terminal terminal;
    private volatile @Nullable Cancellable next;
    private volatile boolean closed;

    StreamRun(
            ManualClock clock,
            CallBook book,
            ScriptedCall call,
            Plan.Timed plan,
            Flow.Subscriber<? super ProviderEvent> subscriber) {
        this.clock = clock;
        this.book = book;
        this.call = call;
        this.plan = plan;
        this.subscriber = subscriber;
    }

    void start() {
        subscriber.onSubscribe(this);
        later(plan.pace().queued().toNanos(), this::send);
    }

    private void send() {
        if (closed) {
            return;
        }
        if (call.send()) {
            later(plan.pace().after().next().toNanos(), () -> arrive(0));
        } else {
            end(new Terminal(CallBook.unsent()));
        }
    }

    private void later(long delay, Runnable step) {
        if (delay == 0) {
            step.run();
            return;
        }
        next = clock.schedule(step, delay);
        if (closed) {
            dropNext();
        }
    }

    private void arrive(int first) {
        long gap = plan.pace().every().toNanos();
        List<Delta> pieces = plan.pieces();
        for (int piece = first; !closed; piece++) {
            if (piece < pieces.size()) {
                arrived.add(new ProviderEvent.Piece(pieces.get(piece)));
            }
            if (piece >= pieces.size() || (plan.ending() == Plan.Ending.FINISH && piece == pieces.size() - 1)) {
                end();
                return;
            }
            drain();
            if (gap > 0) {
                int following = piece + 1;
                later(gap, () -> arrive(following));
                return;
            }
        }
    }

    private void end() {
        switch (plan.ending()) {
            case FINISH -> finish(plan.finished());
            case FAIL -> end(new Terminal(plan.failureOrBroken()));
            case TRUNCATE -> end(new Terminal(null));
            case HANG -> book.addWaiting(this);
        }
    }

    private void finish(ProviderEvent.Finished finished) {
        arrived.add(finished);
        end(new Terminal(null));
    }

    private void end(Terminal end) {
        terminal = end;
        drain();
    }

    @Override
    public boolean answer(ModelResponse response) {
        if (closed) {
            return false;
        }
        Deltas.of(response.content()).forEach(delta -> arrived.add(new ProviderEvent.Piece(delta)));
        finish(new ProviderEvent.Finished(response.stopReason(), response.usage()));
        return true;
    }

    @Override
    public boolean fail(Throwable failure) {
        if (closed) {
            return false;
        }
        end(new Terminal(failure));
        return true;
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            arrived.clear();
            end(new Terminal(new IllegalArgumentException("request: " + n + " (expected: >= 1)")));
            return;
        }
        demand.accumulateAndGet(n, (left, more) -> left + more < 0 ? Long.MAX_VALUE : left + more);
        drain();
    }

    @Override
    public void cancel() {
        closed = true;
        call.end(ScriptedCall.State.CANCELLED);
        dropNext();
        arrived.clear();
    }

    private void dropNext() {
        Cancellable task = next;
        if (task != null) {
            task.cancel();
        }
    }

    /** Hands over what has arrived and is wanted. One thread at a time does it for all. */
    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        while (missed != 0) {
            boolean more = true;
            while (more && !closed) {
                more = handOver();
            }
            missed = work.addAndGet(-missed);
        }
    }

    /** Hands over one signal; tells whether there may be another. */
    private boolean handOver() {
        Terminal end = terminal;
        ProviderEvent event = arrived.peek();
        if (event == null) {
            if (end != null) {
                close(end);
            }
            return false;
        }
        if (demand.get() == 0) {
            return false;
        }
        arrived.poll();
        demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
        call.countDelivered();
        subscriber.onNext(event);
        return true;
    }

    private void close(Terminal end) {
        closed = true;
        dropNext();
        Throwable failure = end.failure;
        if (failure == null) {
            if (call.end(ScriptedCall.State.ANSWERED)) {
                subscriber.onComplete();
            }
        } else if (call.end(ScriptedCall.State.FAILED)) {
            subscriber.onError(failure);
        }
    }

    /** How a stream ends: by a failure, or complete. */
    private record Terminal(@Nullable Throwable failure) {}
}
