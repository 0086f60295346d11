package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.observe.Listeners;
import dev.hybridrouter.core.internal.tools.Contexts;
import dev.hybridrouter.spi.ContextCarrier;
import dev.hybridrouter.spi.RouterClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Numbers and times requests as they come, and keeps account of those in flight. Thread-safe. */
public final class Arrivals {
    private final RouterClock clock;
    private final Listeners listeners;
    private final CallRegistry calls;
    private final Supplier<Binding> binding;
    private final Function<RequestContext, Duration> defaultDeadline;
    private final AtomicLong numbers = new AtomicLong();
    private ContextCarrier carrier = ContextCarrier.none(); // set before the first request

    /**
     * Creates a counter at 0.
     *
     * @param calls the requests in flight
     * @param binding what requests are bound to now
     * @param defaultDeadline the time of a request that asks for none
     */
    public Arrivals(
            RouterClock clock,
            Listeners listeners,
            CallRegistry calls,
            Supplier<Binding> binding,
            Function<RequestContext, Duration> defaultDeadline) {
        this.clock = clock;
        this.listeners = listeners;
        this.calls = calls;
        this.binding = binding;
        this.defaultDeadline = defaultDeadline;
    }

    /** Sets what carries the context of callers. To be called once, before anything happens. */
    public void carryBy(ContextCarrier value) {
        carrier = value;
    }

    /** Returns a new request with its number and all its time before it. */
    public CallContext next(RouteRequest request, boolean streaming) {
        CallContext call = arrived(numbers.incrementAndGet(), request, streaming);
        call.turn().within(Contexts.capture(carrier));
        return call;
    }

    /** Returns a request as the next one would be, which it is not. */
    public CallContext preview(RouteRequest request) {
        return arrived(numbers.get() + 1, request, false);
    }

    /** Everything that is done with a request from here on is done with what it is bound to. */
    private CallContext arrived(long number, RouteRequest request, boolean streaming) {
        Binding rules = binding.get();
        if (rules.isKeptBy(request.context())) {
            return begun(number, request, streaming);
        }
        Binding.Bound bound = rules.bind(request.context());
        CallContext call = begun(number, request.with(bound.context()), streaming);
        call.barred(bound.barred());
        return call;
    }

    private CallContext begun(long number, RouteRequest request, boolean streaming) {
        long now = clock.nanoTime();
        RequestContext context = request.context();
        Duration limit = context.deadline().orElseGet(() -> defaultDeadline.apply(context));
        return new CallContext(
                number, request, FactsReader.read(request, streaming, number), now, now + limit.toNanos());
    }

    /** Whether nobody is let in any more. */
    public boolean isClosed() {
        return calls.isClosed();
    }

    /**
     * Takes a request in and announces it; what it returns is to be closed in place of its sink. Returns null if the router is
     * closed: the request was neither taken in nor announced.
     */
    public @Nullable Sink admit(CallContext call, Sink sink) {
        if (!calls.add(call)) {
            return null;
        }
        listeners.requestStarted(call.facts());
        Arrived arrived = new Arrived(call, sink);
        call.carriedBy(arrived);
        return arrived;
    }

    /** The end of a request that was taken in, and what works on it before anything else does. */
    private final class Arrived implements Sink, InFlight {
        private final CallContext call;
        private final Sink sink;

        Arrived(CallContext call, Sink sink) {
            this.call = call;
            this.sink = sink;
        }

        @Override
        public void opened(TargetId by) {
            sink.opened(by);
        }

        @Override
        public void piece(Delta piece) {
            sink.piece(piece);
        }

        @Override
        public void closed(RouteResult result) {
            listeners.requestEnded(call.facts(), result);
            calls.remove(call);
            sink.closed(result);
        }

        @Override
        public void brokeOff(IllegalStateException why) {
            calls.remove(call);
            sink.brokeOff(why);
        }

        @Override
        public long demand() {
            return sink.demand();
        }

        @Override
        public boolean leave() {
            return true;
        }

        @Override
        public void abort() {} // whatever works on it next finds that it was cancelled
    }
}
