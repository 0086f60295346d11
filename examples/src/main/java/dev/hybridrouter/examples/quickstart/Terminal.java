package dev.hybridrouter.examples.quickstart;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Prints a stream as it arrives. */
final class Terminal implements Flow.Subscriber<StreamEvent> {
    private final PrintStream out;
    private final CompletableFuture<RouteResult> result = new CompletableFuture<>();

    Terminal(PrintStream out) {
        this.out = out;
    }

    RouteResult awaitResult() {
        return result.join();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(StreamEvent event) {
        if (event instanceof StreamEvent.Opened opened) {
            out.print("  " + opened.target() + ": ");
        } else if (event instanceof StreamEvent.Content content && content.delta() instanceof Delta.TextDelta text) {
            out.print(text.text());
            out.flush();
        } else if (event instanceof StreamEvent.Closed closed) {
            out.println();
            result.complete(closed.result());
        }
    }

    @Override
    public void onError(Throwable bug) {
        result.completeExceptionally(bug);
    }

    @Override
    public void onComplete() {}
}
