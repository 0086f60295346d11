package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The meters of one target, registered when first needed and kept. Those of answers are found without making a key. */
final class TargetMeters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<AttemptKind, Timer> answered = new ConcurrentHashMap<>();
    private final Map<Failed, Timer> failed = new ConcurrentHashMap<>();
    private final Map<String, Counter> tokens = new ConcurrentHashMap<>();
    private final Map<RejectionReason, Counter> refused = new ConcurrentHashMap<>();
    private final CostMeters costs;
    private volatile @Nullable Timer firstContent;

    TargetMeters(MeterRegistry registry, Target target) {
        this.registry = registry;
        this.tags = Tags.of(
                "provider", target.provider(),
                "model", target.model(),
                "region", target.region().orElse(MicrometerListener.NONE),
                "target", target.id().value());
        this.costs = new CostMeters(registry, tags);
    }

    void attemptRefused(List<Rejection> reasons) {
        for (Rejection reason : reasons) {
            refused.computeIfAbsent(reason.reason(), this::refusedCounter).increment();
        }
    }

    private Counter refusedCounter(RejectionReason reason) {
        return Counter.builder("hybridrouter.attempt.refused")
                .description("Attempts that were planned and not made")
                .tags(tags)
                .tag("reason", MicrometerListener.tag(reason))
                .register(registry);
    }

    void attemptEnded(Attempt attempt) {
        timer(attempt).record(attempt.durationNanos(), TimeUnit.NANOSECONDS);
        if (!attempt.usage().estimated()) {
            count(attempt.usage());
        }
        costs.attemptEnded(attempt);
    }

    private void count(TokenUsage usage) {
        count("input", usage.input().orElse(0));
        count("output", usage.output().orElse(0));
        count("cache_read", usage.cacheRead().orElse(0));
        count("cache_write", usage.cacheWrite().orElse(0));
    }

    void firstContent(Duration sinceStart) {
        Timer timer = firstContent;
        if (timer == null) {
            timer = firstContentTimer();
            firstContent = timer;
        }
        timer.record(sinceStart);
    }

    private Timer firstContentTimer() {
        return Timer.builder("hybridrouter.ttfc")
                .description("Time from request to first content of a stream")
                .tags(tags)
                .register(registry);
    }

    private Timer timer(Attempt attempt) {
        if (attempt.failure().isPresent()) {
            Failed key = new Failed(attempt.kind(), attempt.failure().get().kind());
            return failed.computeIfAbsent(key, k -> timer(k.attempt, MicrometerListener.tag(k.failure)));
        }
        Timer known = answered.get(attempt.kind());
        return known != null
                ? known
                : answered.computeIfAbsent(attempt.kind(), kind -> timer(kind, MicrometerListener.NONE));
    }

    private Timer timer(AttemptKind kind, String error) {
        return Timer.builder("hybridrouter.attempt")
                .description("Time of one call of one target")
                .tags(tags)
                .tags("kind", MicrometerListener.tag(kind), "error.type", error)
                .register(registry);
    }

    private void count(String type, long amount) {
        if (amount > 0) {
            Counter known = tokens.get(type);
            Counter counter = known != null ? known : tokens.computeIfAbsent(type, this::counter);
            counter.increment((double) amount);
        }
    }

    private Counter counter(String type) {
        return Counter.builder("hybridrouter.tokens")
                .description("Tokens used, as reported by providers")
                .baseUnit("tokens")
                .tags(tags)
                .tags("token.type", type)
                .register(registry);
    }

    private record Failed(AttemptKind attempt, FailureKind failure) {}
}
