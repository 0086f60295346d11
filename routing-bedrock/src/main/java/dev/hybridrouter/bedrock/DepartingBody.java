package dev.hybridrouter.bedrock;

import dev.hybridrouter.spi.ProviderCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/**
 * The body of a request that is written only if its call still may be sent. An HTTP client subscribes to it once it has a
 * connection; a request without its body is one that no provider can act on.
 *
 * @param body what is written
 * @param call decides
 */
record DepartingBody(SdkHttpContentPublisher body, ProviderCall call) implements SdkHttpContentPublisher {
    @Override
    public Optional<Long> contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        if (call.send(() -> body.subscribe(subscriber))) {
            return;
        }
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        });
        subscriber.onError(new IOException("the call may not be sent any more"));
    }
}
