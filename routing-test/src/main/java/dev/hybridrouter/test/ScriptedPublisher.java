package dev.hybridrouter.test;

import dev.hybridrouter.spi.ProviderEvent;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Begins a stream for its one subscriber and refuses a second. */
final class ScriptedPublisher implements Flow.Publisher<ProviderEvent> {
    private final Consumer<Flow.Subscriber<? super ProviderEvent>> begin;
    private final AtomicBoolean taken = new AtomicBoolean();

    ScriptedPublisher(Consumer<Flow.Subscriber<? super ProviderEvent>> begin) {
        this.begin = begin;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ProviderEvent> subscriber) {
        if (taken.compareAndSet(false, true)) {
            begin.accept(subscriber);
            return;
        }
        subscriber.onSubscribe(IdleSubscription.INSTANCE);
        subscriber.onError(new IllegalStateException("stream: a second subscriber (expected: one)"));
    }
}
