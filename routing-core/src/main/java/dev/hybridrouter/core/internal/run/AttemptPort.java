package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.core.internal.way.Stops;
import dev.hybridrouter.spi.ProviderCall.Sending;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter reports of one attempt: adjustments while it takes the call, and that it is about to send it. Whichever comes
 * first decides: a call whose attempt has ended, or that the kill switch stops, is not sent; one that was sent may be billed.
 *
 * <p>Lets go of the attempt when nothing more can come of it: adapters may keep the call for as long as they like. Sending is
 * thread-safe; adjustments belong to the thread that hands the call over.
 */
final class AttemptPort implements Consumer<Adjustment>, Sending {
    private static final int WAITING = 0;
    private static final int SENT = 1;
    private static final int CLOSED = 2;
    private static final int STOPPED = 3;

    private static final AtomicIntegerFieldUpdater<AttemptPort> STATE =
            AtomicIntegerFieldUpdater.newUpdater(AttemptPort.class, "state");

    private volatile @Nullable LiveAttempt attempt;
    private volatile int state = WAITING;
    private boolean taken;

    AttemptPort(LiveAttempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public void accept(Adjustment adjustment) {
        LiveAttempt current = taken ? null : attempt;
        if (current != null) {
            current.run.call().adjusted(adjustment);
        }
    }

    /** The adapter has taken the call; what it adjusts from now on comes too late. */
    void taken() {
        taken = true;
        if (state != WAITING) {
            attempt = null;
        }
    }

    /** The adapter asks to send the call. */
    @Override
    public boolean send(Runnable write) {
        LiveAttempt current = attempt;
        if (state == WAITING && current != null) {
            return depart(current, write);
        }
        if (state == SENT) {
            write.run();
        }
        return state == SENT;
    }

    /** Whoever engages the kill switch waits until this is decided and written: after that, nothing that it stops is sent. */
    private boolean depart(LiveAttempt current, Runnable write) {
        Stops stops = current.kit.stops;
        int pass = stops.enter();
        boolean stopped;
        try {
            stopped = stops.refusal(
                            current.run.call().context(),
                            current.target(),
                            current.run.call().number())
                    != null;
            stopped = STATE.compareAndSet(this, WAITING, stopped ? STOPPED : SENT) && stopped;
            if (state == SENT) {
                write.run();
            }
        } finally {
            stops.leave(pass);
        }
        if (stopped) {
            current.stopped();
        }
        return state == SENT;
    }

    /** Nothing is sent from now on that was not sent before. */
    void close() {
        STATE.compareAndSet(this, WAITING, CLOSED);
        attempt = null;
    }

    /** Whether the provider may have the call. */
    boolean isSent() {
        return state == SENT;
    }

    /** Whether the kill switch kept the call from being sent. */
    boolean isStopped() {
        return state == STOPPED;
    }
}
