package dev.hybridrouter.test;

import dev.hybridrouter.spi.ProviderEvent;
import java.util.List;
import java.util.concurrent.Flow;

/** Plays signals to a subscriber, whatever the rules of streams say. */
final class RawRun implements Flow.Subscription {
    private final ManualClock clock;
    private final ScriptedCall call;
    private final List<Signal> signals;
    private final Flow.Subscriber<? super ProviderEvent> subscriber;

    RawRun(
            ManualClock clock,
            ScriptedCall call,
            List<Signal> signals,
            Flow.Subscriber<? super ProviderEvent> subscriber) {
        this.clock = clock;
        this.call = call;
        this.signals = signals;
        this.subscriber = subscriber;
    }

    void start() {
        subscriber.onSubscribe(this);
        var unused = call.send(); // whatever the rules of sending say
        play(0);
    }

    private void play(int first) {
        for (int i = first; i < signals.size(); i++) {
            Signal signal = signals.get(i);
            if (!signal.pause().isZero()) {
                int following = i + 1;
                clock.schedule(() -> play(following), signal.pause().toNanos());
                return;
            }
            ScriptedCall.State end = signal.ends();
            if (end != null) {
                call.end(end);
            }
            signal.send(subscriber, this);
        }
    }

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {
        call.end(ScriptedCall.State.CANCELLED);
    }
}
