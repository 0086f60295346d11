package dev.hybridrouter.benchmarks.soak;

import dev.hybridrouter.spi.ProviderEvent;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Sends events as they are asked for, on a provider's thread, and then the end. */
final class PacedStream implements Flow.Subscription {
    private final Flow.Subscriber<? super ProviderEvent> subscriber;
    private final List<ProviderEvent> events;
    private final @Nullable Throwable ending;
    private final ScheduledExecutorService threads;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicLong wakes = new AtomicLong();
    private volatile boolean begun;
    private volatile boolean cancelled;
    private int next; // touched by one thread at a time

    PacedStream(
            Flow.Subscriber<? super ProviderEvent> subscriber,
            List<ProviderEvent> events,
            @Nullable Throwable ending,
            ScheduledExecutorService threads) {
        this.subscriber = subscriber;
        this.events = events;
        this.ending = ending;
        this.threads = threads;
    }

    void beginAfter(int millis) {
        var unused = threads.schedule(
                () -> {
                    begun = true;
                    wake();
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void request(long n) {
        demand.updateAndGet(now -> now + n < 0 ? Long.MAX_VALUE : now + n);
        ((Executor) threads).execute(this::wake);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    private void wake() {
        if (!begun || wakes.getAndIncrement() != 0) {
            return;
        }
        long seen = 1;
        do {
            send();
            seen = wakes.addAndGet(-seen);
        } while (seen != 0);
    }

    private void send() {
        while (!cancelled && next < events.size() && demand.get() > 0) {
            demand.decrementAndGet();
            subscriber.onNext(events.get(next++));
        }
        if (!cancelled && next == events.size()) {
            cancelled = true;
            if (ending == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(ending);
            }
        }
    }
}
