package dev.hybridrouter.mcp;

import dev.hybridrouter.spi.ProviderEvent;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One streamed call, which begins when it is subscribed to. */
final class McpStream implements Flow.Publisher<ProviderEvent> {
    private final Function<Pieces, Exchange> exchanges;
    private final AtomicBoolean taken = new AtomicBoolean();

    /** Creates a stream over what makes an attempt, not begun, that tells its pieces. */
    McpStream(Function<Pieces, Exchange> exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ProviderEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!taken.compareAndSet(false, true)) {
            refuse(subscriber);
            return;
        }
        AtomicReference<@Nullable Exchange> attempt = new AtomicReference<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        Pieces pieces = new Pieces(subscriber, () -> {
            cancelled.set(true);
            Exchange begun = attempt.get();
            if (begun != null) {
                begun.cancel();
            }
        });
        subscriber.onSubscribe(pieces);
        if (!cancelled.get()) {
            Exchange exchange = exchanges.apply(pieces);
            attempt.set(exchange);
            exchange.begin();
            if (cancelled.get()) { // while it began
                exchange.cancel();
            }
        }
    }

    private static void refuse(Flow.Subscriber<? super ProviderEvent> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        });
        subscriber.onError(new IllegalStateException("the stream has its one subscriber already"));
    }
}
