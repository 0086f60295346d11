package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.spi.ContextCarrier.Captured;
import dev.hybridrouter.spi.ProviderException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A stream behind a filter. It can be opened before there is anything to be filtered. It asks for one item at a time, when its
 * subscriber wants more than is ready and the filter awaits nothing, so that nothing piles up.
 */
public final class FilteredFlow<I, O> implements Flow.Subscriber<I>, Flow.Subscription, Withholding {
    private final Flow.Subscriber<? super O> downstream;
    private final StreamFilter<I, O> filter;
    private final Runnable onCancel;
    private final Turn turn = new Turn(this::broke);
    private final Turn wire = new Turn(this::broke); // a subscription wants one call at a time
    private final Queue<O> ready = new ArrayDeque<>();
    private volatile Flow.@Nullable Subscription upstream;
    private volatile @Nullable CompletableFuture<?> awaited;
    private volatile boolean cancelled;
    private @Nullable Throwable failure;
    private long demand;
    private boolean asked;
    private boolean over; // nothing comes from upstream any more
    private boolean flushed; // the filter knows that
    private boolean whole; // nothing comes from the filter any more
    private boolean ended;

    /**
     * Creates a flow.
     *
     * @param context of the request, in which filter and subscriber run; null if there is none
     * @param onCancel runs when the subscriber cancels, or something broke; may run more than once
     */
    public FilteredFlow(
            Flow.Subscriber<? super O> downstream,
            StreamFilter<I, O> filter,
            @Nullable Captured context,
            Runnable onCancel) {
        turn.within(context);
        wire.within(context);
        this.downstream = downstream;
        this.filter = filter;
        this.onCancel = onCancel;
    }

    /** Gives the subscriber its subscription; nothing may come before. */
    public void open() {
        turn.run(() -> downstream.onSubscribe(this));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        turn.run(() -> {
            if (ended) {
                cancelUpstream();
            } else {
                carryOn();
            }
        });
    }

    @Override
    public void onNext(I item) {
        turn.run(() -> {
            asked = false;
            if (!ended && !over && !whole) {
                sift(() -> filter.take(item, ready::add));
                carryOn();
            }
        });
    }

    @Override
    public void onError(Throwable error) {
        turn.run(() -> {
            if (!over && !whole) {
                over = true;
                flushed = true; // what it holds back was never let go
                failure = error;
                carryOn();
            }
        });
    }

    @Override
    public void onComplete() {
        turn.run(() -> {
            over = true;
            carryOn();
        });
    }

    private void sift(Runnable step) {
        if (cancelled) {
            return;
        }
        try {
            step.run();
            await(filter.awaited());
        } catch (RuntimeException e) { // a denial: what went on before it has gone on
            breakOff(e);
        }
    }

    private void await(@Nullable CompletableFuture<?> next) {
        awaited = next;
        if (next == null) {
            return;
        }
        if (cancelled) {
            next.cancel(true);
        }
        var unused = next.whenComplete((value, thrown) -> turn.run(() -> {
            if (awaited == next && !ended && !whole) {
                awaited = null;
                sift(() -> filter.resume(ready::add));
                carryOn();
            }
        }));
    }

    private void breakOff(Throwable why) {
        whole = true;
        failure = why;
        cancelUpstream();
        cancelAwaited();
    }

    @Override
    public void request(long n) {
        turn.run(() -> {
            if (n <= 0) {
                ready.clear();
                breakOff(new IllegalArgumentException("request: " + n + " (expected: >= 1)"));
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
            carryOn();
        });
    }

    @Override
    public void cancel() {
        cancelled = true;
        cancelUpstream(); // now: the turn may wait for a subscriber that does not return
        cancelAwaited();
        onCancel.run();
        turn.run(() -> {
            ended = true;
            ready.clear();
        });
    }

    private void carryOn() {
        while (!ended && !cancelled && demand > 0 && !ready.isEmpty()) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            downstream.onNext(ready.remove());
        }
        if (ended || cancelled || !ready.isEmpty()) {
            return;
        }
        if (whole) {
            finish();
        } else if (awaited == null && over) {
            flush();
        } else if (awaited == null && demand > 0 && !asked) {
            ask();
        }
    }

    /** The filter hands on its rest, unless it has; then nothing more comes. */
    private void flush() {
        if (flushed) {
            whole = true;
        } else {
            flushed = true;
            sift(() -> filter.end(ready::add));
        }
        carryOn();
    }

    private void finish() {
        ended = true;
        if (failure == null) {
            downstream.onComplete();
        } else {
            downstream.onError(failure);
        }
    }

    private void ask() {
        Flow.Subscription from = upstream;
        if (from != null) {
            asked = true;
            wire.run(() -> from.request(1));
        }
    }

    private void cancelUpstream() {
        Flow.Subscription from = upstream;
        if (from != null) {
            wire.run(from::cancel);
        }
    }

    @Override
    public @Nullable ProviderException late() {
        return awaited == null ? null : filter.late();
    }

    private void cancelAwaited() {
        CompletableFuture<?> at = awaited;
        if (at != null) {
            at.cancel(true);
        }
    }

    /** The subscriber, or the stream behind it, threw. */
    private void broke(Throwable thrown) {
        turn.run(() -> {
            if (!ended) {
                ended = true;
                ready.clear();
                cancelUpstream();
                cancelAwaited();
                onCancel.run();
                downstream.onError(thrown);
            }
        });
    }
}
