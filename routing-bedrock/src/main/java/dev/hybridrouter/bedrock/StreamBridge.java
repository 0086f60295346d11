package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.bedrock.FailureMapper.Arrived;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/**
 * Stands between the SDK's event stream and one subscriber. It passes demand on one event at a time, so that nothing
 * piles up here, and makes one terminal signal of the several the SDK sends: how the call ended is told by the SDK's
 * future, and whether the answer is whole by its stop message, because the SDK takes a truncated stream for a success. A whole
 * answer whose connection stays open ends after a short grace.
 *
 * <p>Signals come from the SDK's threads and the subscriber's. {@code work} counts them; whoever raises it from zero
 * drains on behalf of all, so that the subscriber hears one thing at a time.
 */
final class StreamBridge implements Flow.Subscription, ConverseStreamResponseHandler, Subscriber<ConverseStreamOutput> {
    /** How long a whole answer waits for its usage, and then its connection for its end. */
    static final long GRACE_NANOS = 2_000_000_000L;

    private final Flow.Subscriber<? super ProviderEvent> downstream;
    private final Queue<ProviderEvent> pieces = new ConcurrentLinkedQueue<>();
    private final StreamReader reader;
    private final TaskScheduler scheduler;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private volatile @Nullable CompletableFuture<Void> call;
    private volatile @Nullable Subscription upstream;
    private volatile Arrived arrived = Arrived.NOTHING;
    private volatile boolean awaiting;
    private volatile boolean done;
    private volatile boolean cut;
    private volatile @Nullable Cancellable grace;

    /** How the call ended, by whoever said so first; without a failure, whether the answer is whole decides. */
    private record End(@Nullable Throwable failure) {}

    StreamBridge(Flow.Subscriber<? super ProviderEvent> downstream, AnswerLimit limit, TaskScheduler scheduler) {
        this.downstream = downstream;
        this.reader = new StreamReader(pieces::add, limit);
        this.scheduler = scheduler;
    }

    /** Starts the call, unless the subscriber has lost interest already. */
    void start(Function<ConverseStreamResponseHandler, CompletableFuture<Void>> starter) {
        if (done) {
            return;
        }
        CompletableFuture<Void> started;
        try {
            started = starter.apply(this);
        } catch (RuntimeException e) {
            started = CompletableFuture.failedFuture(e);
        }
        call = started;
        if (done || cut) {
            started.cancel(true);
        }
        var unused = started.whenComplete((nothing, error) -> returned(error));
    }

    private void returned(@Nullable Throwable error) {
        Cancellable waiting = grace;
        if (waiting != null) {
            waiting.cancel();
        }
        end(error == null ? null : classified(error));
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            end(new IllegalArgumentException("demand: " + count + " (expected: > 0)"));
            abort();
            return;
        }
        demand.accumulateAndGet(count, (now, more) -> now + more < 0 ? Long.MAX_VALUE : now + more);
        drain();
    }

    @Override
    public void cancel() {
        done = true;
        abort();
        drain();
    }

    @Override
    public void responseReceived(ConverseStreamResponse response) {
        arrived = Arrived.HEADERS;
        String requestId = response.responseMetadata().requestId();
        if (requestId != null) {
            reader.requestId(requestId);
        }
    }

    @Override
    public void onEventStream(SdkPublisher<ConverseStreamOutput> publisher) {
        publisher.subscribe(this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (upstream != null) {
            subscription.cancel();
            return;
        }
        upstream = subscription;
        if (done) {
            subscription.cancel();
        }
        drain();
    }

    @Override
    public void onNext(ConverseStreamOutput event) {
        arrived = Arrived.EVENTS;
        if (end.get() == null) {
            read(event);
        }
        awaiting = false;
        if (reader.isStopped() && grace == null) {
            grace = scheduler.schedule(this::graceOver, GRACE_NANOS);
        }
        if (reader.isWhole()) {
            letUpstreamEnd();
            end(null);
        } else {
            drain();
        }
    }

    /** The answer is whole, and its connection is still open: somebody else may need it. */
    private void graceOver() {
        end(null);
        cut = true;
        abort();
    }

    /** What follows the answer is of no interest, but the connection is free only when it has been read. */
    private void letUpstreamEnd() {
        Subscription source = upstream;
        if (source != null) {
            source.request(Long.MAX_VALUE);
        }
    }

    private void read(ConverseStreamOutput event) {
        try {
            event.accept(reader);
        } catch (RuntimeException e) {
            end(FailureMapper.unreadable(e));
            abort();
        }
    }

    @Override
    public void onComplete() {
        end(null);
    }

    @Override
    public void onError(Throwable error) {
        // The future tells the same, once.
    }

    @Override
    public void exceptionOccurred(Throwable error) {
        // The future tells the same, once.
    }

    @Override
    public void complete() {
        // The future tells the same.
    }

    private void end(@Nullable Throwable error) {
        end.compareAndSet(null, new End(error));
        drain();
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            attend();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    /** A subscriber that throws has broken its contract, and hears nothing more. */
    private void attend() {
        try {
            step();
        } catch (RuntimeException | Error e) {
            done = true;
            pieces.clear();
            abort();
            LogEvent.BEDROCK_SUBSCRIBER_FAILED
                    .line()
                    .with("cause", e.getClass().getName())
                    .log();
        }
    }

    private void step() {
        while (!done && demand.get() > 0 && !pieces.isEmpty()) {
            send(pieces.remove());
        }
        End ended = end.get();
        if (done) {
            pieces.clear();
        } else if (ended != null && pieces.isEmpty()) {
            finish(ended);
        } else if (ended == null && (reader.isStopped() || (pieces.isEmpty() && demand.get() > 0))) {
            pull();
        }
    }

    private void send(ProviderEvent event) {
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        downstream.onNext(event);
    }

    private void pull() {
        Subscription source = upstream;
        if (source != null && !awaiting) {
            awaiting = true;
            source.request(1);
        }
    }

    private void finish(End ended) {
        ProviderEvent.Finished finished = reader.finished();
        if (finished == null) {
            done = true;
            downstream.onError(whyNotWhole(ended));
        } else if (demand.get() > 0) {
            send(finished);
            if (!done) { // the subscriber may have cancelled just now
                done = true;
                downstream.onComplete();
            }
        }
    }

    private static Throwable whyNotWhole(End ended) {
        return ended.failure() != null
                ? ended.failure()
                : new ProviderException(FailureKind.STREAM_BROKEN, "the stream ended without its stop message");
    }

    private ProviderException classified(Throwable error) {
        return FailureMapper.toException(error, arrived);
    }

    private void abort() {
        Subscription source = upstream;
        if (source != null) {
            source.cancel();
        }
        CompletableFuture<Void> running = call;
        if (running != null) {
            running.cancel(true);
        }
    }
}
