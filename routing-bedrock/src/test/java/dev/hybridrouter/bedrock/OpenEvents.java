package dev.hybridrouter.bedrock;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

/** Events of a stream that does not end after the last of them. */
final class OpenEvents implements Publisher<ConverseStreamOutput> {
    private final ConverseStreamOutput[] events;
    private int sent;

    OpenEvents(ConverseStreamOutput... events) {
        this.events = events.clone();
    }

    @Override
    public void subscribe(Subscriber<? super ConverseStreamOutput> subscriber) {
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long count) {
                for (long left = count; left > 0 && sent < events.length; left--) {
                    subscriber.onNext(events[sent++]);
                }
            }

            @Override
            public void cancel() {
                sent = events.length;
            }
        });
    }
}
