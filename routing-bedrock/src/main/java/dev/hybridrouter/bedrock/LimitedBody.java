package dev.hybridrouter.bedrock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Passes the body of an answer on as long as it keeps its limit. The SDK inflates a compressed body once it is whole, so what
 * it would inflate to is counted before it hears that. Not thread-safe: the HTTP client sends one signal after the other.
 */
final class LimitedBody implements Subscriber<ByteBuffer> {
    private static final int CHUNK = 8 * 1024;

    private final Subscriber<? super ByteBuffer> downstream;
    private final AnswerLimit limit;
    private final AnswerLimit.Meter meter;
    private final @Nullable ByteArrayOutputStream compressed;
    private @Nullable Subscription upstream;
    private boolean done;

    LimitedBody(Subscriber<? super ByteBuffer> downstream, AnswerLimit limit, boolean compressed) {
        this.downstream = downstream;
        this.limit = limit;
        this.meter = limit.new Meter();
        this.compressed = compressed ? new ByteArrayOutputStream() : null;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        downstream.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        if (done) {
            return;
        }
        try {
            meter.take(bytes.remaining());
        } catch (RuntimeException tooLarge) {
            done = true;
            if (upstream != null) {
                upstream.cancel();
            }
            downstream.onError(tooLarge);
            return;
        }
        if (compressed != null) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            compressed.writeBytes(copy);
        }
        downstream.onNext(bytes);
    }

    @Override
    public void onError(Throwable error) {
        if (!done) {
            done = true;
            downstream.onError(error);
        }
    }

    @Override
    public void onComplete() {
        if (done) {
            return;
        }
        done = true;
        try {
            inflate();
        } catch (IOException unreadable) {
            // The SDK will say the same of it, or does not inflate it.
        } catch (RuntimeException tooLarge) {
            downstream.onError(tooLarge);
            return;
        }
        downstream.onComplete();
    }

    private void inflate() throws IOException {
        if (compressed == null) {
            return;
        }
        AnswerLimit.Meter inflated = limit.new Meter();
        byte[] chunk = new byte[CHUNK];
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed.toByteArray()), CHUNK)) {
            for (int read = gzip.read(chunk); read >= 0; read = gzip.read(chunk)) {
                inflated.take(read);
            }
        }
    }
}
