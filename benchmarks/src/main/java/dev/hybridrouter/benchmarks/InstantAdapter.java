package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;

/** Answers at once, on the caller's thread, so that what is measured is what surrounds it. */
final class InstantAdapter implements ProviderAdapter {
    private final ProviderEvent[] events;

    InstantAdapter() {
        this(0);
    }

    /** Creates an adapter whose streams hold so many pieces of text. */
    InstantAdapter(int deltas) {
        events = new ProviderEvent[deltas + 1];
        IntStream.range(0, deltas).forEach(i -> events[i] = new ProviderEvent.Piece(new Delta.TextDelta(0, "word ")));
        events[deltas] = new ProviderEvent.Finished(StopReason.END_TURN, TokenUsage.of(12, deltas));
    }

    @Override
    public String id() {
        return Fixture.ADAPTER;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void check(Target target) {}

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        return CompletableFuture.completedFuture(Fixture.RESPONSE);
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        return subscriber -> subscriber.onSubscribe(new Events(subscriber, events));
    }

    @Override
    public void close() {}

    /** Sends what was asked for within {@code request}, and once only where a subscriber asks from within. */
    private static final class Events implements Flow.Subscription {
        private final Flow.Subscriber<? super ProviderEvent> subscriber;
        private final ProviderEvent[] events;
        private int next;
        private long demand;
        private boolean sending;

        Events(Flow.Subscriber<? super ProviderEvent> subscriber, ProviderEvent[] events) {
            this.subscriber = subscriber;
            this.events = events;
        }

        @Override
        public void request(long n) {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            if (!sending) {
                sending = true;
                send();
                sending = false;
            }
        }

        private void send() {
            while (demand > 0 && next < events.length) {
                demand--;
                subscriber.onNext(events[next++]);
                if (next == events.length) {
                    subscriber.onComplete();
                }
            }
        }

        @Override
        public void cancel() {
            next = events.length;
        }
    }
}
