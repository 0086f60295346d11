package dev.hybridrouter.test;

import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.ProviderEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes to the stream of a router or an adapter, records what comes and notes every breach of the rules of
 * {@link Flow}: signals before {@code onSubscribe}, a second {@code onSubscribe}, signals of two threads at once, more
 * events than requested, anything after the terminal signal, and more than one signal after cancelling (one may have
 * been on its way). Thread-safe.
 *
 * <pre>{@code
 * StreamProbe<StreamEvent> probe = StreamProbe.requesting(1);
 * router.stream(request).subscribe(probe);
 * probe.request(10);
 * probe.assertRulesKept();
 * }</pre>
 *
 * @param <T> type of the events
 */
public final class StreamProbe<T> implements Flow.Subscriber<T> {
    private final long firstDemand;
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final AtomicReference<@Nullable Thread> signalling = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
    private final AtomicLong requested = new AtomicLong();
    private final AtomicInteger completions = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger afterCancel = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<T> events = new CopyOnWriteArrayList<>();
    private final List<String> breaches = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    private StreamProbe(long firstDemand) {
        this.firstDemand = firstDemand;
    }

    /** Returns a probe that requests everything as soon as it is subscribed. */
    public static <T> StreamProbe<T> unbounded() {
        return new StreamProbe<>(Long.MAX_VALUE);
    }

    /** Returns a probe that requests so many events, possibly none, as soon as it is subscribed. */
    public static <T> StreamProbe<T> requesting(long events) {
        return new StreamProbe<>(Check.atLeast(0, events, "probe.events"));
    }

    /** Requests more events. */
    public void request(long n) {
        requested.accumulateAndGet(n, (sum, more) -> sum + more < 0 ? Long.MAX_VALUE : sum + more);
        subscribed().request(n);
    }

    /** Cancels the subscription. */
    public void cancel() {
        subscribed().cancel();
        cancelled = true;
    }

    /** The events so far. */
    public List<T> events() {
        return List.copyOf(events);
    }

    /** The text pieces among the events so far, joined. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (T event : events) {
            if (deltaOf(event) instanceof Delta.TextDelta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }

    /** Number of terminal signals. */
    public int terminals() {
        return completions.get() + errors.get();
    }

    /** Whether {@code onComplete} came. */
    public boolean isComplete() {
        return completions.get() > 0;
    }

    /** What {@code onError} brought first. */
    public Optional<Throwable> error() {
        return Optional.ofNullable(error.get());
    }

    /** The breaches of the rules so far, in words. */
    public List<String> breaches() {
        return List.copyOf(breaches);
    }

    /**
     * Throws if a rule was broken.
     *
     * @return this
     */
    public StreamProbe<T> assertRulesKept() {
        if (!breaches.isEmpty()) {
            throw new AssertionError("The stream broke the rules: " + String.join("; ", breaches));
        }
        return this;
    }

    /**
     * Waits for the terminal signal, in real time: for tests over a wire.
     *
     * @return this
     * @throws AssertionError if it does not come in time
     */
    public StreamProbe<T> await(Duration timeout) {
        try {
            if (ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return this;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("No terminal signal within " + timeout + ", " + events.size() + " events so far");
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        enter("onSubscribe");
        if (!subscription.compareAndSet(null, given)) {
            breaches.add("a second onSubscribe");
            given.cancel();
        }
        leave();
        if (firstDemand > 0 && subscription.get() == given) {
            request(firstDemand);
        }
    }

    @Override
    public void onNext(T event) {
        enter("onNext");
        check("onNext");
        events.add(event);
        if (events.size() > requested.get()) {
            breaches.add(events.size() + " events where " + requested.get() + " were requested");
        }
        leave();
    }

    @Override
    public void onError(Throwable failure) {
        enter("onError");
        check("onError");
        error.compareAndSet(null, failure);
        errors.incrementAndGet();
        leave();
        ended.countDown();
    }

    @Override
    public void onComplete() {
        enter("onComplete");
        check("onComplete");
        completions.incrementAndGet();
        leave();
        ended.countDown();
    }

    private void check(String signal) {
        if (subscription.get() == null) {
            breaches.add(signal + " before onSubscribe");
        }
        if (terminals() > 0) {
            breaches.add(signal + " after the terminal signal");
        }
        if (cancelled && afterCancel.incrementAndGet() > 1) {
            breaches.add(signal + " after cancelling");
        }
    }

    private void enter(String signal) {
        Thread other = signalling.getAndSet(Thread.currentThread());
        if (other != null && other != Thread.currentThread()) {
            breaches.add(signal + " while another thread was signalling");
        }
    }

    private void leave() {
        signalling.set(null);
    }

    private Flow.Subscription subscribed() {
        Flow.Subscription given = subscription.get();
        if (given == null) {
            throw new IllegalStateException("probe: not subscribed (expected: publisher.subscribe(probe) first)");
        }
        return given;
    }

    private static @Nullable Delta deltaOf(Object event) {
        if (event instanceof ProviderEvent.Piece piece) {
            return piece.delta();
        }
        return event instanceof StreamEvent.Content content ? content.delta() : null;
    }
}
