package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;

/**
 * The body of an HTTP request that is written only if it still may be. The JDK's client subscribes to a body once it has a
 * connection, so this is asked just before the server can act on the request.
 *
 * @param body what is written
 * @param mayDepart is asked, possibly more than once
 */
record Departure(HttpRequest.BodyPublisher body, BooleanSupplier mayDepart) implements HttpRequest.BodyPublisher {
    /** How a message ends that may not be sent. */
    static final ProviderFailure REFUSED = ProviderFailure.builder(
                    FailureKind.CANCELLED, "the call may not be sent any more")
            .billing(Billing.NONE)
            .build();

    /** Lets everything depart that is no call of a tool. */
    static boolean always() {
        return true;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (mayDepart.getAsBoolean()) {
            body.subscribe(subscriber);
            return;
        }
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        });
        subscriber.onError(new IOException(REFUSED.message()));
    }
}
