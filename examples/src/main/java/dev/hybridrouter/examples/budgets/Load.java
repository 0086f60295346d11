package dev.hybridrouter.examples.budgets;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;

/** Sends requests of all tenants in turn, every third one as a stream, and never more than some at a time. */
final class Load {
    private static final int AT_A_TIME = 64;
    private static final int STREAM_EVERY = 3;
    private static final int MAX_TOKENS = 400;

    private final HybridRouter router;
    private final List<String> tenants;
    private final Semaphore free = new Semaphore(AT_A_TIME);

    Load(HybridRouter router, List<String> tenants) {
        this.router = router;
        this.tenants = tenants;
    }

    /** Sends so many requests, reports each before it is sent, and returns when all have ended. */
    void send(int requests, IntConsumer progress) {
        for (int i = 0; i < requests; i++) {
            progress.accept(i);
            free.acquireUninterruptibly();
            RouteRequest request = request(tenants.get(i % tenants.size()));
            CompletableFuture<RouteResult> result = i % STREAM_EVERY == i / tenants.size() % STREAM_EVERY
                    ? stream(request)
                    : router.routeAsync(request);
            var unused = result.whenComplete((done, bug) -> free.release());
        }
        free.acquireUninterruptibly(AT_A_TIME);
    }

    private static RouteRequest request(String tenant) {
        return RouteRequest.builder()
                .user("Write me some words, as many as you like.")
                .maxTokens(MAX_TOKENS)
                .context(RequestContext.builder().tenant(tenant).build())
                .build();
    }

    private CompletableFuture<RouteResult> stream(RouteRequest request) {
        Reader reader = new Reader();
        router.stream(request).subscribe(reader);
        return reader.result;
    }

    /** Reads a stream to its end. */
    private static final class Reader implements Flow.Subscriber<StreamEvent> {
        private final CompletableFuture<RouteResult> result = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(StreamEvent event) {
            if (event instanceof StreamEvent.Closed closed) {
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
}
