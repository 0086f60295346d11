package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterListener;
import dev.hybridrouter.spi.guard.GuardRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all listeners; one that throws, whatever it throws, disturbs neither the request nor the others. It is counted
 * each time and logged once.
 */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final @Nullable MeterRegistry registry;
    private RouterListener[] listeners = {};
    private AtomicIntegerArray reported = new AtomicIntegerArray(0);
    private Counter @Nullable [] failures;

    /**
     * Creates a group without listeners.
     *
     * @param registry where it is counted that one threw; null if nowhere
     */
    public Listeners(@Nullable MeterRegistry registry) {
        this.registry = registry;
    }

    /** Sets who is told, in this order. To be called once, before anything happens. */
    public void open(List<RouterListener> all) {
        listeners = all.toArray(new RouterListener[0]);
        reported = new AtomicIntegerArray(listeners.length);
        failures = registry == null
                ? null
                : all.stream().map(listener -> counter(listener, registry)).toArray(Counter[]::new);
    }

    private static Counter counter(RouterListener listener, MeterRegistry registry) {
        return Counter.builder("hybridrouter.listener.failures")
                .description("Callbacks of listeners that threw")
                .tag("listener", listener.getClass().getName())
                .register(registry);
    }

    /** A request was accepted. */
    public void requestStarted(RequestFacts request) {
        for (int i = 0; i < listeners.length; i++) {
            try {
                listeners[i].requestStarted(request);
            } catch (Throwable e) {
                report(i, e);
            }
        }
    }

    /** An attempt is about to be made. */
    public void attemptStarted(RequestFacts request, Target target) {
        for (int i = 0; i < listeners.length; i++) {
            try {
                listeners[i].attemptStarted(request, target);
            } catch (Throwable e) {
                report(i, e);
            }
        }
    }

    /** A guard inspected something. */
    public void guardInspected(RequestContext context, GuardRecord record) {
        for (int i = 0; i < listeners.length; i++) {
            try {
                listeners[i].guardInspected(context, record);
            } catch (Throwable e) {
                report(i, e);
            }
        }
    }

    /** The first content of a stream arrived. */
    public void firstContent(RequestFacts request, Target target, Duration sinceStart) {
        for (int i = 0; i < listeners.length; i++) {
            try {
                listeners[i].firstContent(request, target, sinceStart);
            } catch (Throwable e) {
                report(i, e);
            }
        }
    }

    /** An attempt ended. */
    public void attemptEnded(RequestFacts request, Target target, Attempt attempt) {
        for (int i = 0; i < listeners.length; i++) {
            try {
                listeners[i].attemptEnded(request, target, attempt);
            } catch (Throwable e) {
                report(i, e);
            }
        }
    }

    /** A request ended. */
    public void requestEnded(RequestFacts request, RouteResult result) {
        for (int i = 0; i < listeners.length; i++) {
            try {
                listeners[i].requestEnded(request, result);
            } catch (Throwable e) {
                report(i, e);
            }
        }
    }

    /** A budget reached a threshold, or was overrun. */
    public void budgetEvent(BudgetEvent event) {
        for (int i = 0; i < listeners.length; i++) {
            try {
                listeners[i].budgetEvent(event);
            } catch (Throwable e) {
                report(i, e);
            }
        }
    }

    /** The kill switch was thrown, or opened by a stage. */
    public void killSwitchEvent(KillEvent event) {
        for (int i = 0; i < listeners.length; i++) {
            try {
                listeners[i].killSwitchEvent(event);
            } catch (Throwable e) {
                report(i, e);
            }
        }
    }

    private void report(int index, Throwable thrown) {
        if (failures != null) {
            failures[index].increment();
        }
        if (reported.compareAndSet(index, 0, 1)) {
            LOG.atWarn()
                    .setCause(SafeTrace.of(thrown))
                    .addKeyValue("listener", listeners[index].getClass().getName())
                    .log("A listener threw; the request goes on, and its later exceptions are only counted");
        }
    }
}
