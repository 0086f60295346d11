package dev.hybridrouter.spi;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import java.time.Duration;
import java.util.function.Consumer;

/** One attempt as the adapter sees it. Immutable. */
public final class ProviderCall {
    private final RouteRequest request;
    private final Target target;
    private final Duration timeLimit;
    private final AttemptKind kind;
    private final Consumer<Adjustment> adjustments;
    private final Sending sending;

    private ProviderCall(Builder builder) {
        request = builder.request;
        target = builder.target;
        timeLimit = builder.timeLimit;
        kind = builder.kind;
        adjustments = builder.adjustments;
        sending = builder.sending;
    }

    /**
     * Returns a builder of a primary attempt.
     *
     * @param request what is asked
     * @param target where to send it
     * @param timeLimit how long the router waits for it, longer than zero
     */
    public static Builder builder(RouteRequest request, Target target, Duration timeLimit) {
        return new Builder(
                Check.notNull(request, "call.request"),
                Check.notNull(target, "call.target"),
                Check.positive(timeLimit, "call.timeLimit"));
    }

    /** Returns a builder that holds the values of this call. */
    public Builder toBuilder() {
        return new Builder(request, target, timeLimit)
                .kind(kind)
                .adjustments(adjustments)
                .sending(sending);
    }

    /** Returns what is asked. */
    public RouteRequest request() {
        return request;
    }

    /** Returns where to send it. */
    public Target target() {
        return target;
    }

    /** Returns why the attempt is made. */
    public AttemptKind kind() {
        return kind;
    }

    /**
     * Returns how long the router waits, longer than zero. The router cancels the attempt when this time is over; an adapter
     * may pass the limit on.
     */
    public Duration timeLimit() {
        return timeLimit;
    }

    /**
     * Reports something that the adapter does differently from what the request asks for, such as leaving out a parameter
     * that the model does not take; the decision then says so. MUST be called, if at all, by the thread that the adapter was
     * called on, before it returns the future or the publisher.
     *
     * @param adjustment what is different and why, without prompt or answer text
     */
    public void adjusted(Adjustment adjustment) {
        adjustments.accept(Check.notNull(adjustment, "call.adjustment"));
    }

    /**
     * Announces that the call is about to be put on the wire, and returns whether it still may be. An adapter that
     * {@linkplain ProviderAdapter#reportsSending() reports sending} MUST call this once everything else is ready, after any wait
     * for a connection or for room, and directly before the first byte of the request that a provider could act on.
     *
     * <ul>
     *   <li>If it returns false, the request was cancelled, ran out of time, or was stopped by the kill switch meanwhile. The
     *       adapter MUST NOT send the call, and MUST end it with a {@link ProviderException}; the router replaces the reason by
     *       its own.
     *   <li>If it returns true, the provider may bill the call, whatever becomes of it. All later calls return true as well, so a
     *       request that is written again, such as after a redirect, needs no special case.
     * </ul>
     *
     * <p>May be called from any thread; does not block.
     *
     * @return true if the adapter may send the call
     */
    public boolean beginSending() {
        return sending.send(() -> {});
    }

    /**
     * Sends the call, if it still may be sent: like {@link #beginSending}, and runs what writes it before whoever engages the kill
     * switch goes on. So once a kill switch that cancels has been engaged, nothing of the call begins to arrive at the provider.
     * An adapter whose way to the wire does not block SHOULD call this in place of {@code beginSending}.
     *
     * @param write writes the call, or hands it to what writes it at once; MUST NOT block. Runs on the calling thread, or not at
     *     all; what it throws reaches the caller
     * @return true if the adapter may send the call, and {@code write} has run
     */
    public boolean send(Runnable write) {
        return sending.send(Check.notNull(write, "call.write"));
    }

    /** Decides whether a call may be sent. Thread-safe. */
    @FunctionalInterface
    public interface Sending {
        /**
         * Sends the call, if it may be sent. MUST NOT block for anything else.
         *
         * @param write sends it; runs at most once, before this method returns
         * @return whether it may be sent
         */
        boolean send(Runnable write);

        /** Returns one that lets every call be sent. */
        static Sending always() {
            return write -> {
                write.run();
                return true;
            };
        }
    }

    @Override
    public String toString() {
        return "ProviderCall[" + kind + " to " + target.id() + " within " + timeLimit + "]";
    }

    /** Builds {@link ProviderCall}. Not thread-safe. */
    public static final class Builder {
        private final RouteRequest request;
        private final Target target;
        private final Duration timeLimit;
        private AttemptKind kind = AttemptKind.PRIMARY;
        private Consumer<Adjustment> adjustments = adjustment -> {};
        private Sending sending = Sending.always();

        private Builder(RouteRequest request, Target target, Duration timeLimit) {
            this.request = request;
            this.target = target;
            this.timeLimit = timeLimit;
        }

        /** Sets why the attempt is made. Default: {@link AttemptKind#PRIMARY}. */
        public Builder kind(AttemptKind value) {
            kind = Check.notNull(value, "call.kind");
            return this;
        }

        /** Sets who is told of {@link ProviderCall#adjusted adjustments}. Default: nobody. */
        public Builder adjustments(Consumer<Adjustment> value) {
            adjustments = Check.notNull(value, "call.adjustments");
            return this;
        }

        /**
         * Sets who receives {@link ProviderCall#beginSending} and {@link ProviderCall#send}, and decides whether the call may be
         * sent. Default: every call may be sent.
         */
        public Builder sending(Sending value) {
            sending = Check.notNull(value, "call.sending");
            return this;
        }

        /** Returns the call. */
        public ProviderCall build() {
            return new ProviderCall(this);
        }
    }
}
