package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.TargetHealth;
import dev.hybridrouter.spi.TargetHealth.State;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is known of one target's health. Thread-safe, without locks of its own. */
public final class TargetState {
    private static final Logger LOG = LoggerFactory.getLogger(TargetState.class);
    private static final long DEFAULT_THROTTLE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FAIR_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MAX_THROTTLE_NANOS = Duration.ofSeconds(60).toNanos();

    private final Target target;
    private final Breaker breaker;
    private final long recheckNanos;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LatencyAverage answers = new LatencyAverage();
    private final LatencyAverage firstContents = new LatencyAverage();
    private final AtomicLong throttledUntil;
    private final AtomicLong misconfiguredUntil;
    private volatile boolean known;

    /** Creates the state of a target of which nothing is known. */
    public TargetState(Target target, BreakerPolicy policy, long nowNanos) {
        this.target = target;
        this.breaker = new Breaker(policy);
        this.recheckNanos = policy.recheck().toNanos();
        this.throttledUntil = new AtomicLong(nowNanos);
        this.misconfiguredUntil = new AtomicLong(nowNanos);
    }

    /** The target. */
    public Target target() {
        return target;
    }

    /** Its health now, as a call or a stream sees it. */
    public TargetHealth health(boolean streaming, long nowNanos) {
        LatencyAverage latency = streaming ? firstContents : answers;
        State state = state(nowNanos);
        boolean throttled = nowNanos - throttledUntil.get() < 0;
        return TargetHealth.builder(state)
                .throttled(throttled)
                .inFlight(inFlight.get())
                .latencyNanos(latency.nanos())
                .retryAfterNanos(retryAfter(state, throttled, nowNanos))
                .build();
    }

    private long retryAfter(State state, boolean throttled, long nowNanos) {
        return switch (state) {
            case MISCONFIGURED -> misconfiguredUntil.get() - nowNanos;
            case OPEN -> breaker.untilProbe(nowNanos);
            default -> throttled ? throttledUntil.get() - nowNanos : -1;
        };
    }

    private State state(long nowNanos) {
        if (isMisconfigured(nowNanos)) {
            return State.MISCONFIGURED;
        }
        if (!breaker.isClosed()) {
            return breaker.awaitsProbe(nowNanos) ? State.HALF_OPEN : State.OPEN;
        }
        return known ? State.CLOSED : State.UNKNOWN;
    }

    /** Whether attempts are kept away: its breaker is not closed, or it is misconfigured. */
    public boolean isOutOfService(long nowNanos) {
        return !breaker.isClosed() || isMisconfigured(nowNanos);
    }

    private boolean isMisconfigured(long nowNanos) {
        return nowNanos - misconfiguredUntil.get() < 0;
    }

    /** Admits one attempt; null if the breaker refuses it. */
    public @Nullable Permit tryAcquire(long nowNanos) {
        Breaker.Entry entry = breaker.tryEnter(nowNanos);
        if (entry == Breaker.Entry.REFUSED) {
            return null;
        }
        inFlight.incrementAndGet();
        return new Permit(this, entry);
    }

    /**
     * Whether running out of so much time says something about the target: it was as much as the target usually needs, or a
     * second. Callers with tiny deadlines must not be able to take a healthy target out of service for everybody; nor must
     * a target that becomes slower and slower raise what it is measured by without bound.
     */
    public boolean hadAFairChance(boolean streaming, long limitNanos) {
        if (limitNanos >= FAIR_NANOS) {
            return true;
        }
        long usual = (streaming ? firstContents : answers).nanos();
        return usual >= 0 && limitNanos >= usual;
    }

    /** Records the time to an answer. */
    public void answeredAfter(long durationNanos, long nowNanos) {
        answers.add(durationNanos, nowNanos);
    }

    /** Records the time to the first content of a stream. */
    public void firstContentAfter(long durationNanos, long nowNanos) {
        firstContents.add(durationNanos, nowNanos);
    }

    void succeeded(Breaker.Entry entry) {
        inFlight.decrementAndGet();
        known = true;
        breaker.succeeded(entry);
    }

    void ignored(Breaker.Entry entry) {
        inFlight.decrementAndGet();
        breaker.ignored(entry);
    }

    void failed(Breaker.Entry entry, ProviderFailure failure, long nowNanos) {
        inFlight.decrementAndGet();
        switch (failure.kind().health()) {
            case ILLNESS -> fellIll(entry, failure, nowNanos);
            case LOAD -> {
                throttle(failure, nowNanos);
                breaker.ignored(entry);
            }
            case MISCONFIGURED -> {
                misconfigured(failure, nowNanos);
                breaker.ignored(entry);
            }
            case NONE -> breaker.ignored(entry);
        }
    }

    private void fellIll(Breaker.Entry entry, ProviderFailure failure, long nowNanos) {
        known = true;
        boolean wasClosed = breaker.isClosed();
        breaker.failed(entry, nowNanos);
        if (wasClosed && !breaker.isClosed()) {
            LOG.atWarn()
                    .addKeyValue("target", target.id())
                    .addKeyValue("failure", failure.kind())
                    .log("Breaker opened: target failed too often and is left alone for a while");
        }
    }

    private void throttle(ProviderFailure failure, long nowNanos) {
        long asked = failure.retryAfter().map(Duration::toNanos).orElse(DEFAULT_THROTTLE_NANOS);
        extend(throttledUntil, nowNanos + Math.min(asked, MAX_THROTTLE_NANOS));
    }

    private void misconfigured(ProviderFailure failure, long nowNanos) {
        boolean first = !isMisconfigured(nowNanos);
        extend(misconfiguredUntil, nowNanos + recheckNanos);
        if (first) {
            LOG.atWarn()
                    .addKeyValue("target", target.id())
                    .addKeyValue("failure", failure.kind())
                    .log(
                            "Target is misconfigured and is left alone for a while: {}",
                            failure.kind().advice());
        }
    }

    private static void extend(AtomicLong until, long toNanos) {
        until.accumulateAndGet(toNanos, (current, wanted) -> wanted - current > 0 ? wanted : current);
    }
}
