package dev.hybridrouter.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/** The SDK's HTTP client without a network: every request is answered at once, on the caller's thread, with one answer. */
final class CannedHttp implements SdkAsyncHttpClient {
    private static final byte[] BODY = """
            {"output":{"message":{"role":"assistant","content":[{"text":"hello to you"}]}},"stopReason":"end_turn",\
            "usage":{"inputTokens":12,"outputTokens":3,"totalTokens":15},"metrics":{"latencyMs":1}}""".getBytes(StandardCharsets.UTF_8);
    private static final SdkHttpResponse HEAD = SdkHttpResponse.builder()
            .statusCode(200)
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Length", Integer.toString(BODY.length))
            .putHeader("x-amzn-RequestId", "7f4d9e1c-3b1a-4f5e-9f70-2f8a1c6f0b11")
            .build();

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        request.responseHandler().onHeaders(HEAD);
        request.responseHandler().onStream(CannedHttp::send);
        return CompletableFuture.completedFuture(null);
    }

    private static void send(Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Subscription() {
            private boolean sent;

            @Override
            public void request(long count) {
                if (!sent) {
                    sent = true;
                    subscriber.onNext(ByteBuffer.wrap(BODY));
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {
                sent = true;
            }
        });
    }

    @Override
    public String clientName() {
        return "canned";
    }

    @Override
    public void close() {}
}
