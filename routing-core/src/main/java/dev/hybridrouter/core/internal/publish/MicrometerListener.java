package dev.hybridrouter.core.internal.publish;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The router's meters. Every meter of one name has the same tag keys, and every tag value comes from configuration or an
 * enum. Meters are looked up once per combination and kept; the number of combinations is bounded by targets, operation
 * types of the route matrix and failure kinds.
 */
public final class MicrometerListener implements RouterListener {
    private static final String NONE = "none";
    private static final String OTHER = "OTHER";

    private final MeterRegistry registry;
    private final RouteMatrix matrix;
    private final LongAdder active = new LongAdder();
    private final Map<RequestKey, Timer> requests = new ConcurrentHashMap<>();
    private final Map<AttemptKey, Timer> attempts = new ConcurrentHashMap<>();
    private final Map<Target, Timer> firstContents = new ConcurrentHashMap<>();
    private final Map<TokenKey, Counter> tokens = new ConcurrentHashMap<>();

    /** Creates the meters in a registry; operation types that the matrix does not know are counted as OTHER. */
    public MicrometerListener(MeterRegistry registry, RouteMatrix matrix) {
        this.registry = registry;
        this.matrix = matrix;
        Gauge.builder("hybridrouter.request.active", active, LongAdder::doubleValue)
                .description("Requests that have not ended")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void requestStarted(RequestFacts request) {
        active.increment();
    }

    @Override
    public void requestEnded(RequestFacts request, RouteResult result) {
        active.decrement();
        Decision decision = result.decision();
        RequestKey key = new RequestKey(
                operation(request),
                result.fold(a -> "answered", r -> "rejected", f -> "failed"),
                decision.isDegraded(),
                result.fold(a -> NONE, r -> reason(r), f -> tag(f.failure().kind())));
        Timer timer = requests.get(key);
        if (timer == null) {
            timer = requests.computeIfAbsent(key, this::requestTimer);
        }
        timer.record(decision.elapsedNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void attemptEnded(RequestFacts request, Target target, Attempt attempt) {
        AttemptKey key = new AttemptKey(
                target,
                attempt.kind().name(),
                attempt.failure()
                        .map(ProviderFailure::kind)
                        .map(MicrometerListener::tag)
                        .orElse(NONE));
        Timer timer = attempts.get(key);
        if (timer == null) {
            timer = attempts.computeIfAbsent(key, this::attemptTimer);
        }
        timer.record(attempt.durationNanos(), TimeUnit.NANOSECONDS);
        TokenUsage usage = attempt.usage();
        if (!usage.estimated()) {
            count(target, "input", usage.input().orElse(0));
            count(target, "output", usage.output().orElse(0));
            count(target, "cache_read", usage.cacheRead().orElse(0));
            count(target, "cache_write", usage.cacheWrite().orElse(0));
        }
    }

    @Override
    public void firstContent(RequestFacts request, Target target, Duration sinceStart) {
        firstContents
                .computeIfAbsent(target, key -> Timer.builder("hybridrouter.ttfc")
                        .description("Time from request to first content of a stream")
                        .tags(targetTags(key))
                        .register(registry))
                .record(sinceStart);
    }

    private void count(Target target, String type, long amount) {
        if (amount > 0) {
            TokenKey key = new TokenKey(target, type);
            Counter counter = tokens.get(key);
            if (counter == null) {
                counter = tokens.computeIfAbsent(key, this::tokenCounter);
            }
            counter.increment((double) amount);
        }
    }

    private String operation(RequestFacts request) {
        OperationType operation = request.context().operation();
        return matrix.knows(operation) ? operation.name() : OTHER;
    }

    private static String reason(RouteResult.Rejected rejected) {
        return rejected.reasons().get(0).reason().name().toLowerCase(Locale.ROOT);
    }

    private static String tag(FailureKind kind) {
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

    private Timer attemptTimer(AttemptKey key) {
        return Timer.builder("hybridrouter.attempt")
                .description("Time of one call of one target")
                .tags(targetTags(key.target))
                .tags("kind", key.kind.toLowerCase(Locale.ROOT), "error.type", key.error)
                .register(registry);
    }

    private Counter tokenCounter(TokenKey key) {
        return Counter.builder("hybridrouter.tokens")
                .description("Tokens used, as reported by providers")
                .baseUnit("tokens")
                .tags(targetTags(key.target))
                .tags("token.type", key.type)
                .register(registry);
    }

    private static Tags targetTags(Target target) {
        return Tags.of(
                "provider", target.provider(),
                "model", target.model(),
                "region", target.region().orElse(NONE),
                "target", target.id().value());
    }

    private record RequestKey(String operation, String outcome, boolean degraded, String error) {}

    private record AttemptKey(Target target, String kind, String error) {}

    private record TokenKey(Target target, String type) {}
}
