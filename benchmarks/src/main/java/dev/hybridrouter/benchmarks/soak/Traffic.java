package dev.hybridrouter.benchmarks.soak;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests of a million tenants: calls and streams, new prompts and old ones, some cancelled at once and some later, some with
 * personal data, some given up by a subscriber in the middle.
 */
final class Traffic {
    private static final int TENANTS = 1_000_000;
    private static final int OLD_PROMPTS = 500;
    private static final int MOST_IN_FLIGHT = 512;
    private static final int PERCENT = 100;
    private static final List<OperationType> OPERATIONS = List.of(
            OperationType.STANDARD, OperationType.BACKGROUND, OperationType.IMPLEMENTATION, OperationType.EMERGENCY);

    private final HybridRouter router;
    private final SplittableRandom chance;
    private final long gapNanos;
    private final Semaphore places = new Semaphore(MOST_IN_FLIGHT);
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private long sent;

    Traffic(HybridRouter router, long seed, int perSecond) {
        this.router = router;
        chance = new SplittableRandom(seed);
        gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    long sent() {
        return sent;
    }

    /** Sends until then, at the given rate or as fast as there is room in flight. */
    void runUntil(long nanoTime) throws InterruptedException {
        long due = System.nanoTime();
        while (System.nanoTime() < nanoTime) {
            due += gapNanos;
            LockSupport.parkNanos(due - System.nanoTime());
            places.acquire();
            send(request(sent++));
        }
    }

    /** Waits until nothing is in flight. */
    void settle() throws InterruptedException {
        places.acquire(MOST_IN_FLIGHT);
        places.release(MOST_IN_FLIGHT);
    }

    private RouteRequest request(long number) {
        int draw = chance.nextInt(PERCENT);
        String prompt = draw < 30
                ? "An old question, number " + chance.nextInt(OLD_PROMPTS)
                : draw < 35 ? "Write to anna.muster" + number + "@example.org" : "A new question, number " + number;
        return RouteRequest.builder()
                .system("You are a polite assistant.")
                .user(prompt)
                .maxTokens(64)
                .context(RequestContext.builder()
                        .tenant("tenant-" + number % TENANTS)
                        .operation(OPERATIONS.get(chance.nextInt(OPERATIONS.size())))
                        .tags(Map.of("user", "user-" + number))
                        .build())
                .build();
    }

    private void send(RouteRequest request) {
        int draw = chance.nextInt(PERCENT);
        if (draw < 30) {
            router.stream(request).subscribe(new Reader(draw < 5 ? 1 + draw : Integer.MAX_VALUE));
            return;
        }
        var future = router.routeAsync(request);
        var unused = future.whenComplete((result, error) -> ended(result));
        if (draw < 35) {
            future.cancel(true);
        }
    }

    private void ended(@Nullable RouteResult result) {
        String outcome = result == null
                ? "left"
                : result.fold(
                        answered -> "answered",
                        rejection -> "rejected " + rejection.reasons().get(0).reason(),
                        failure -> "failed " + failure.failure().kind());
        outcomes.computeIfAbsent(outcome, name -> new LongAdder()).increment();
        places.release();
    }

    /** How many requests ended how. */
    Map<String, LongAdder> outcomes() {
        return new TreeMap<>(outcomes);
    }

    /** Takes so many signals, and then leaves. */
    private final class Reader implements Flow.Subscriber<StreamEvent> {
        private int left;
        private Flow.@Nullable Subscription subscription;
        private boolean over;

        Reader(int most) {
            left = most;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription = subscribed;
            subscribed.request(1);
        }

        @Override
        public void onNext(StreamEvent event) {
            if (event instanceof StreamEvent.Closed closed) {
                end(closed.result());
            } else if (--left == 0 && subscription != null) {
                subscription.cancel();
                end(null);
            } else if (subscription != null) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable error) {
            end(null);
        }

        @Override
        public void onComplete() {
            end(null);
        }

        private void end(@Nullable RouteResult result) {
            if (!over) {
                over = true;
                ended(result);
            }
        }
    }
}
