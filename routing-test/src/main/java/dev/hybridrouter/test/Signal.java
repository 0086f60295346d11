package dev.hybridrouter.test;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderEvent;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One step of a raw stream script, see {@link Script#signals}: for playing adapters that break the rules of streams.
 * Immutable.
 */
public final class Signal {
    private final Duration pause;
    private final @Nullable Action action;
    private final ScriptedCall.@Nullable State ends;

    private Signal(Duration pause, @Nullable Action action, ScriptedCall.@Nullable State ends) {
        this.pause = pause;
        this.action = action;
        this.ends = ends;
    }

    /** Returns an {@code onNext} of a text piece. */
    public static Signal text(String piece) {
        return event(new ProviderEvent.Piece(new Delta.TextDelta(0, piece)));
    }

    /** Returns an {@code onNext} of the end of an answer, with unknown usage. */
    public static Signal finished() {
        return event(new ProviderEvent.Finished(StopReason.END_TURN, TokenUsage.unknown()));
    }

    /** Returns an {@code onNext}. */
    public static Signal event(ProviderEvent event) {
        Check.notNull(event, "signal.event");
        return new Signal(Duration.ZERO, (subscriber, subscription) -> subscriber.onNext(event), null);
    }

    /** Returns an {@code onError}. */
    public static Signal error(Throwable error) {
        Check.notNull(error, "signal.error");
        return new Signal(
                Duration.ZERO, (subscriber, subscription) -> subscriber.onError(error), ScriptedCall.State.FAILED);
    }

    /** Returns an {@code onComplete}. */
    public static Signal complete() {
        return new Signal(
                Duration.ZERO, (subscriber, subscription) -> subscriber.onComplete(), ScriptedCall.State.ANSWERED);
    }

    /** Returns another {@code onSubscribe}; the first comes by itself. */
    public static Signal subscribeAgain() {
        return new Signal(Duration.ZERO, Flow.Subscriber::onSubscribe, null);
    }

    /** Returns a pause before the next signal. */
    public static Signal pause(Duration duration) {
        return new Signal(Check.positive(duration, "signal.pause"), null, null);
    }

    Duration pause() {
        return pause;
    }

    ScriptedCall.@Nullable State ends() {
        return ends;
    }

    void send(Flow.Subscriber<? super ProviderEvent> subscriber, Flow.Subscription subscription) {
        if (action != null) {
            action.send(subscriber, subscription);
        }
    }

    /** What is done to the subscriber. */
    @FunctionalInterface
    private interface Action {
        void send(Flow.Subscriber<? super ProviderEvent> subscriber, Flow.Subscription subscription);
    }
}
