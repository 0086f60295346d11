package dev.hybridrouter.core.internal.publish;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners; one that throws disturbs neither the request nor the others. */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final RouterListener[] listeners;
    private final AtomicBoolean reported = new AtomicBoolean();

    /** Creates a group of listeners, told in this order. */
    public Listeners(List<RouterListener> listeners) {
        this.listeners = listeners.toArray(new RouterListener[0]);
    }

    /** A request was accepted. */
    public void requestStarted(RequestFacts request) {
        for (RouterListener listener : listeners) {
            try {
                listener.requestStarted(request);
            } catch (RuntimeException e) {
                report(listener, e);
            }
        }
    }

    /** An attempt is about to be made. */
    public void attemptStarted(RequestFacts request, Target target) {
        for (RouterListener listener : listeners) {
            try {
                listener.attemptStarted(request, target);
            } catch (RuntimeException e) {
                report(listener, e);
            }
        }
    }

    /** The first content of a stream arrived. */
    public void firstContent(RequestFacts request, Target target, Duration sinceStart) {
        for (RouterListener listener : listeners) {
            try {
                listener.firstContent(request, target, sinceStart);
            } catch (RuntimeException e) {
                report(listener, e);
            }
        }
    }

    /** An attempt ended. */
    public void attemptEnded(RequestFacts request, Target target, Attempt attempt) {
        for (RouterListener listener : listeners) {
            try {
                listener.attemptEnded(request, target, attempt);
            } catch (RuntimeException e) {
                report(listener, e);
            }
        }
    }

    /** A request ended. */
    public void requestEnded(RequestFacts request, RouteResult result) {
        for (RouterListener listener : listeners) {
            try {
                listener.requestEnded(request, result);
            } catch (RuntimeException e) {
                report(listener, e);
            }
        }
    }

    private void report(RouterListener listener, RuntimeException e) {
        if (reported.compareAndSet(false, true)) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("listener", listener.getClass().getName())
                    .log("A listener threw; the request goes on, and later exceptions are not logged");
        }
    }
}
