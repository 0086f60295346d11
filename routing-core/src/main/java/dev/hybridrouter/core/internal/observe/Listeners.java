package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.event.AttemptEnded;
import dev.hybridrouter.spi.event.AttemptRefused;
import dev.hybridrouter.spi.event.AttemptStarted;
import dev.hybridrouter.spi.event.BudgetReported;
import dev.hybridrouter.spi.event.FirstContent;
import dev.hybridrouter.spi.event.GuardInspected;
import dev.hybridrouter.spi.event.HandlingChanged;
import dev.hybridrouter.spi.event.KillSwitchChanged;
import dev.hybridrouter.spi.event.PolicyActivated;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RequestQueued;
import dev.hybridrouter.spi.event.RequestStarted;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.spi.event.TargetChanged;
import dev.hybridrouter.spi.guard.GuardRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds events, and tells them all listeners; one that throws, whatever it throws, disturbs neither the request nor the
 * others. It is counted each time and logged once. Without listeners no event is built.
 */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final String LAMBDA = "$$Lambda";

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
                .description("Events that a listener threw at")
                .tag("listener", name(listener))
                .register(registry);
    }

    /** The class of a listener; of a lambda, the class it was written in, because the rest differs from run to run. */
    private static String name(RouterListener listener) {
        String name = listener.getClass().getName();
        int lambda = name.indexOf(LAMBDA);
        return lambda < 0 ? name : name.substring(0, lambda + LAMBDA.length());
    }

    /** A request was accepted. */
    public void requestStarted(RequestFacts request) {
        if (listeners.length > 0) {
            tell(RequestStarted.of(request));
        }
    }

    /** A request waits for room. */
    public void requestQueued(RequestFacts request, Duration maxWait) {
        if (listeners.length > 0) {
            tell(RequestQueued.of(request, maxWait));
        }
    }

    /** An attempt is about to be made. */
    public void attemptStarted(RequestFacts request, Target target, AttemptKind kind) {
        if (listeners.length > 0) {
            tell(AttemptStarted.of(request, target, kind));
        }
    }

    /** An attempt was planned and is not made. */
    public void attemptRefused(RequestFacts request, Target target, List<Rejection> reasons) {
        RequestLog.attemptRefused(request, target, reasons);
        if (listeners.length > 0) {
            tell(AttemptRefused.of(request, target, reasons));
        }
    }

    /** The first content of a stream arrived. */
    public void firstContent(RequestFacts request, Target target, Duration sinceStart) {
        if (listeners.length > 0) {
            tell(FirstContent.of(request, target, sinceStart));
        }
    }

    /** An attempt ended. */
    public void attemptEnded(RequestFacts request, Target target, Attempt attempt) {
        RequestLog.attemptEnded(target, attempt);
        if (listeners.length > 0) {
            tell(AttemptEnded.of(request, target, attempt));
        }
    }

    /** A request ended. */
    public void requestEnded(RequestFacts request, RouteResult result) {
        RequestLog.requestEnded(result);
        if (listeners.length > 0) {
            tell(RequestEnded.of(request, result));
        }
    }

    /** A guard inspected something. */
    public void guardInspected(RequestContext context, GuardRecord inspection) {
        if (listeners.length > 0) {
            tell(GuardInspected.of(context, inspection));
        }
    }

    /** A budget reached a threshold, or was overrun. */
    public void budgetEvent(BudgetEvent event) {
        if (listeners.length > 0) {
            tell(BudgetReported.of(event));
        }
    }

    /** The kill switch was thrown, or opened by a stage. */
    public void killSwitchEvent(KillEvent event) {
        if (listeners.length > 0) {
            tell(KillSwitchChanged.of(event));
        }
    }

    /** The health of a target changed. */
    public void targetChanged(Supplier<TargetChanged> event) {
        if (listeners.length > 0) {
            tell(event.get());
        }
    }

    /** A policy was activated. */
    public void policyActivated(long version, String by, String note, List<String> changes) {
        if (listeners.length > 0) {
            tell(PolicyActivated.of(version, by, note, changes));
        }
    }

    /** What is known of a target's handling of data was renewed, or vouched for. */
    public void handlingChanged(HandlingChanged event) {
        if (listeners.length > 0) {
            tell(event);
        }
    }

    private void tell(RouterEvent event) {
        for (int i = 0; i < listeners.length; i++) {
            try {
                listeners[i].onEvent(event);
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
                    .addKeyValue("listener", name(listeners[index]))
                    .log("A listener threw; the request goes on, and its later exceptions are only counted");
        }
    }
}
