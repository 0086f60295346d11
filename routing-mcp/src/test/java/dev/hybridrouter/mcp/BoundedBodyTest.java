package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    private void send(BodySubscriber<?> body, String... parts) {
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                cancelled.set(true);
            }
        });
        for (String part : parts) {
            body.onNext(List.of(ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8))));
        }
        body.onComplete();
    }

    @Test
    void aBodyThatIsTooLong_isGivenUp() {
        String half = "x".repeat(JsonLineReader.LONGEST / 2 + 1);
        BodySubscriber<String> body = BoundedBody.whole(BodySubscribers.ofString(StandardCharsets.UTF_8));
        send(body, half, half);
        assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
        assertThat(cancelled).isTrue();
    }

    @Test
    void linesThatAreShortEach_areReadHoweverManyTheyAre() {
        String line = "x".repeat(JsonLineReader.LONGEST / 2) + "\n";
        BodySubscriber<Void> body = BoundedBody.lines(BodySubscribers.discarding());
        send(body, line, line, line);
        assertThat(body.getBody().toCompletableFuture()).isCompleted();
        assertThat(cancelled).isFalse();
    }
}
