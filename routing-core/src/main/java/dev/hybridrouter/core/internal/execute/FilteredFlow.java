package dev.hybridrouter.core.internal.execute;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A stream behind a sieve. It can be opened before there is anything to be filtered. It asks for one item at a time, when its
 * subscriber wants more than is ready, so that nothing piles up.
 */
final class FilteredFlow<I, O> implements Flow.Subscriber<I>, Flow.Subscription {
    private final Flow.Subscriber<? super O> downstream;
    private final Sieve<I, O> sieve;
    private final Runnable onCancel;
    private final Mailbox mailbox = new Mailbox(this::broke);
    private final Mailbox wire = new Mailbox(this::broke); // a subscription wants one call at a time
    private final Queue<O> ready = new ArrayDeque<>();
    private volatile Flow.@Nullable Subscription upstream;
    private @Nullable Throwable failure;
    private long demand;
    private boolean asked;
    private boolean whole;
    private boolean ended;

    /**
     * Creates a flow.
     *
     * @param onCancel runs when the subscriber cancels, or something broke; may run more than once
     */
    FilteredFlow(Flow.Subscriber<? super O> downstream, Sieve<I, O> sieve, Runnable onCancel) {
        this.downstream = downstream;
        this.sieve = sieve;
        this.onCancel = onCancel;
    }

    /** Gives the subscriber its subscription; nothing may come before. */
    void open() {
        mailbox.post(() -> downstream.onSubscribe(this));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        mailbox.post(() -> {
            if (ended) {
                cancelUpstream();
            } else {
                carryOn();
            }
        });
    }

    @Override
    public void onNext(I item) {
        mailbox.post(() -> {
            asked = false;
            if (!ended && !whole) {
                sift(() -> sieve.take(item, ready::add));
                carryOn();
            }
        });
    }

    @Override
    public void onError(Throwable error) {
        mailbox.post(() -> {
            whole = true;
            failure = failure == null ? error : failure;
            carryOn();
        });
    }

    @Override
    public void onComplete() {
        mailbox.post(() -> {
            if (!whole) {
                sift(() -> sieve.end(ready::add));
                whole = true;
                carryOn();
            }
        });
    }

    private void sift(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) { // a denial: what went on before it has gone on
            whole = true;
            failure = e;
            cancelUpstream();
        }
    }

    @Override
    public void request(long n) {
        mailbox.post(() -> {
            if (n <= 0) {
                whole = true;
                ready.clear();
                failure = new IllegalArgumentException("request: " + n + " (expected: >= 1)");
                cancelUpstream();
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
            carryOn();
        });
    }

    @Override
    public void cancel() {
        cancelUpstream(); // now: the mailbox may wait for a subscriber that does not return
        onCancel.run();
        mailbox.post(() -> {
            ended = true;
            ready.clear();
        });
    }

    private void carryOn() {
        while (!ended && demand > 0 && !ready.isEmpty()) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            downstream.onNext(ready.remove());
        }
        if (ended || !ready.isEmpty()) {
            return;
        }
        if (whole) {
            ended = true;
            if (failure == null) {
                downstream.onComplete();
            } else {
                downstream.onError(failure);
            }
        } else if (demand > 0 && !asked) {
            Flow.Subscription from = upstream;
            if (from != null) {
                asked = true;
                wire.post(() -> from.request(1));
            }
        }
    }

    private void cancelUpstream() {
        Flow.Subscription from = upstream;
        if (from != null) {
            wire.post(from::cancel);
        }
    }

    /** The subscriber, or the stream behind it, threw. */
    private void broke(Throwable thrown) {
        mailbox.post(() -> {
            if (!ended) {
                ended = true;
                ready.clear();
                cancelUpstream();
                onCancel.run();
                downstream.onError(thrown);
            }
        });
    }
}
