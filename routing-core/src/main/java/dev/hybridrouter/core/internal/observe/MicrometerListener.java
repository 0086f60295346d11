package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.event.AttemptEnded;
import dev.hybridrouter.spi.event.AttemptRefused;
import dev.hybridrouter.spi.event.FirstContent;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RequestStarted;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * The router's meters. Every meter of one name has the same tag keys, and every tag value comes from configuration or an
 * enum. Meters are looked up once per combination and kept; the number of combinations is bounded by targets, operation
 * types of the route matrix and failure kinds.
 */
public final class MicrometerListener implements RouterListener {
    static final String NONE = "none";
    private static final String OTHER = "OTHER";

    private final MeterRegistry registry;
    private final Predicate<OperationType> known;
    private final LongAdder active = new LongAdder();
    private final Map<RequestKey, Timer> requests = new ConcurrentHashMap<>();
    private final Map<Target, TargetMeters> targets = new ConcurrentHashMap<>();
    private final CacheMeters cache;

    /**
     * Creates the meters of a router.
     *
     * @param known which operation types are counted by name, for example those of the route matrix; others are OTHER
     */
    public MicrometerListener(RouterMeters meters, Predicate<OperationType> known) {
        this.registry = meters.registry();
        this.known = known;
        this.cache = new CacheMeters(registry);
        meters.register(Gauge.builder("hybridrouter.request.active", active, LongAdder::doubleValue)
                .description("Requests that have not ended"));
    }

    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof RequestStarted) {
            active.increment();
        } else if (event instanceof RequestEnded ended) {
            requestEnded(ended.facts(), ended.result());
        } else if (event instanceof AttemptEnded ended) {
            meters(ended.target()).attemptEnded(ended.attempt());
        } else if (event instanceof AttemptRefused refused) {
            meters(refused.target()).attemptRefused(refused.reasons());
        } else if (event instanceof FirstContent content) {
            meters(content.target()).firstContent(content.sinceStart());
        }
    }

    private void requestEnded(RequestFacts request, RouteResult result) {
        active.decrement();
        Decision decision = result.decision();
        RequestKey key = new RequestKey(
                operation(request),
                result.fold(a -> "answered", r -> "rejected", f -> "failed"),
                decision.degraded(),
                result.fold(a -> NONE, r -> reason(r), f -> tag(f.failure().kind())));
        Timer timer = requests.get(key);
        if (timer == null) {
            timer = requests.computeIfAbsent(key, this::requestTimer);
        }
        timer.record(decision.elapsedNanos(), TimeUnit.NANOSECONDS);
        cache.requestEnded(key.operation, decision.cache());
    }

    private TargetMeters meters(Target target) {
        TargetMeters known = targets.get(target);
        return known != null ? known : targets.computeIfAbsent(target, key -> new TargetMeters(registry, key));
    }

    private String operation(RequestFacts request) {
        OperationType operation = request.context().operation();
        return known.test(operation) ? operation.name() : OTHER;
    }

    private static String reason(RouteResult.Rejected rejected) {
        return rejected.reasons().get(0).reason().name().toLowerCase(Locale.ROOT);
    }

    /** Returns the tag value of an enum constant. */
    public static String tag(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private Timer requestTimer(RequestKey key) {
        return Timer.builder("hybridrouter.request")
                .description("Time from request to outcome")
                .tags(
                        "operation", key.operation,
                        "outcome", key.outcome,
                        "degraded", Boolean.toString(key.degraded),
                        "error.type", key.error)
                .register(registry);
    }

    private record RequestKey(String operation, String outcome, boolean degraded, String error) {}
}
