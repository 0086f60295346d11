package dev.hybridrouter.test;

import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.spi.ProviderCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One call that a {@link ScriptedProvider} received. Thread-safe; it changes until the call has ended. */
public final class ScriptedCall {
    private final ManualClock clock;
    private final ProviderCall call;
    private final Mode mode;
    private final Duration startedAfter;
    private final AtomicInteger delivered = new AtomicInteger();
    private volatile @Nullable End end;
    private volatile boolean sent;

    ScriptedCall(ManualClock clock, ProviderCall call, Mode mode) {
        this.clock = clock;
        this.call = call;
        this.mode = mode;
        this.startedAfter = clock.elapsed();
    }

    /** What came of a call. */
    public enum State {
        /** It has not ended. */
        RUNNING,
        /** It ended with an answer. */
        ANSWERED,
        /** It failed, or the stream broke the rules. */
        FAILED,
        /** Its caller cancelled it. */
        CANCELLED
    }

    /** What the caller handed in. */
    public ProviderCall call() {
        return call;
    }

    /** The target called. */
    public TargetId target() {
        return call.target().id();
    }

    /** Whether an answer or a stream was asked for. */
    public Mode mode() {
        return mode;
    }

    /**
     * Returns whether it was sent: the provider may bill it. False while it {@linkplain Step#queuedFor waits to be sent}, and for
     * a call that the router ended before.
     */
    public boolean isSent() {
        return sent;
    }

    /** What came of it. */
    public State state() {
        End now = end;
        return now == null ? State.RUNNING : now.state;
    }

    /** When it began, counted from the creation of the clock; a stream begins when it is subscribed to. */
    public Duration startedAfter() {
        return startedAfter;
    }

    /** When it ended, counted from the creation of the clock; empty while it runs. */
    public Optional<Duration> endedAfter() {
        return Optional.ofNullable(end).map(End::after);
    }

    /** Number of stream events the subscriber received. */
    public int delivered() {
        return delivered.get();
    }

    @Override
    public String toString() {
        return "ScriptedCall[" + call.kind() + ", " + mode + ", " + target() + ", " + state() + ", from "
                + startedAfter.toMillis() + " ms"
                + endedAfter().map(after -> " to " + after.toMillis() + " ms").orElse("") + "]";
    }

    /** Sends it, if it still may be sent; tells whether it was. */
    boolean send() {
        sent = call.beginSending();
        return sent;
    }

    void countDelivered() {
        delivered.incrementAndGet();
    }

    /** Ends the call, unless it has ended; tells whether it did. */
    synchronized boolean end(State state) {
        if (end != null) {
            return false;
        }
        end = new End(state, clock.elapsed());
        return true;
    }

    /** How and when a call ended. */
    private record End(State state, Duration after) {}
}
