package dev.hybridrouter.examples.cache;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One of many that read the same answer: takes a few events at a time. */
final class Reader implements Flow.Subscriber<StreamEvent> {
    private static final int AT_A_TIME = 8;

    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<RouteResult> result = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private int taken;

    /** What was read, once the stream has ended. */
    String text() {
        return text.toString();
    }

    CompletableFuture<RouteResult> result() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(AT_A_TIME);
    }

    @Override
    public void onNext(StreamEvent event) {
        if (event instanceof StreamEvent.Content content && content.delta() instanceof Delta.TextDelta piece) {
            text.append(piece.text());
        } else if (event instanceof StreamEvent.Closed closed) {
            result.complete(closed.result());
        }
        Flow.Subscription source = subscription;
        if (source != null && ++taken % AT_A_TIME == 0) {
            source.request(AT_A_TIME);
        }
    }

    @Override
    public void onError(Throwable bug) {
        result.completeExceptionally(bug);
    }

    @Override
    public void onComplete() {}
}
