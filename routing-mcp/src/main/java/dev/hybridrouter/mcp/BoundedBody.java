package dev.hybridrouter.mcp;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, given up when it is too long. What was an event stream ends as an empty body, once its events
 * have been read.
 */
final class BoundedBody implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int most;
    private final Part part;
    private Flow.@Nullable Subscription subscription;

    /** Takes a body in parts. */
    private interface Part {
        void accept(ByteBuffer bytes) throws SseReader.TooLongException;
    }

    private BoundedBody(int most, @Nullable SseReader events) {
        this.most = most;
        part = events == null ? this::keep : events::accept;
    }

    /** Keeps the body, up to so many bytes. */
    static BodySubscriber<byte[]> whole(int most) {
        return new BoundedBody(most, null);
    }

    /** Reads the body as events. */
    static BodySubscriber<byte[]> events(SseReader reader) {
        return new BoundedBody(0, reader); // which has a limit of its own
    }

    private void keep(ByteBuffer bytes) throws SseReader.TooLongException {
        if (kept.size() + bytes.remaining() > most) {
            throw new SseReader.TooLongException(most);
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        kept.write(copy, 0, copy.length);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        started.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (body.isDone()) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                part.accept(buffer);
            }
        } catch (SseReader.TooLongException | RuntimeException e) {
            if (subscription != null) {
                subscription.cancel();
            }
            body.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable error) {
        body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        body.complete(kept.toByteArray());
    }
}
