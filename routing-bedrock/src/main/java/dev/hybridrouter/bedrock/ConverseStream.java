package dev.hybridrouter.bedrock;

import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.TaskScheduler;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/** One streamed call, which begins when it is subscribed to. */
final class ConverseStream implements Flow.Publisher<ProviderEvent> {
    private final Function<ConverseStreamResponseHandler, CompletableFuture<Void>> call;
    private final AnswerLimit limit;
    private final TaskScheduler scheduler;
    private final AtomicBoolean taken = new AtomicBoolean();

    /** Creates a stream over what starts the call. */
    ConverseStream(
            Function<ConverseStreamResponseHandler, CompletableFuture<Void>> call,
            AnswerLimit limit,
            TaskScheduler scheduler) {
        this.call = call;
        this.limit = limit;
        this.scheduler = scheduler;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ProviderEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!taken.compareAndSet(false, true)) {
            refuse(subscriber);
            return;
        }
        StreamBridge bridge = new StreamBridge(subscriber, limit, scheduler);
        subscriber.onSubscribe(bridge);
        bridge.start(call);
    }

    private static void refuse(Flow.Subscriber<? super ProviderEvent> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        });
        subscriber.onError(new IllegalStateException("the stream has its one subscriber already"));
    }
}
