package dev.hybridrouter.mcp;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The body of a response, given up if it, or one line of it, is longer than {@link JsonLineReader#LONGEST}. */
final class BoundedBody<T> implements BodySubscriber<T> {
    private final BodySubscriber<T> body;
    private final boolean lines;
    private Flow.@Nullable Subscription subscription;
    private long length;
    private boolean over;

    /** A server sent more than is read. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;

        private TooLongException() {
            super("longer than " + JsonLineReader.LONGEST + " bytes");
        }
    }

    private BoundedBody(BodySubscriber<T> body, boolean lines) {
        this.body = body;
        this.lines = lines;
    }

    /** Bounds the whole. */
    static <T> BodySubscriber<T> whole(BodySubscriber<T> body) {
        return new BoundedBody<>(body, false);
    }

    /** Bounds each line. */
    static <T> BodySubscriber<T> lines(BodySubscriber<T> body) {
        return new BoundedBody<>(body, true);
    }

    @Override
    public CompletionStage<T> getBody() {
        return body.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        body.onSubscribe(started);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (over) {
            return;
        }
        buffers.forEach(this::count);
        if (length > JsonLineReader.LONGEST) {
            over = true;
            Objects.requireNonNull(subscription).cancel();
            body.onError(new TooLongException());
        } else {
            body.onNext(buffers);
        }
    }

    private void count(ByteBuffer buffer) {
        int from = buffer.position();
        if (lines) {
            for (int i = buffer.limit() - 1; i >= from; i--) {
                if (buffer.get(i) == '\n') {
                    length = 0;
                    from = i + 1;
                    break;
                }
            }
        }
        length += buffer.limit() - from;
    }

    @Override
    public void onError(Throwable error) {
        if (!over) {
            body.onError(error);
        }
    }

    @Override
    public void onComplete() {
        if (!over) {
            body.onComplete();
        }
    }
}
