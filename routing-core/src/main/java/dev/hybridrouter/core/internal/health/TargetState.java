package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.TargetHealth;
import dev.hybridrouter.spi.TargetHealth.State;
import dev.hybridrouter.spi.event.TargetChanged;
import dev.hybridrouter.spi.event.TargetChanged.Change;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is known of one target's health. Thread-safe, without locks of its own. */
public final class TargetState {
    private static final Logger LOG = LoggerFactory.getLogger(TargetState.class);
    private static final long DEFAULT_THROTTLE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FAIR_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MAX_THROTTLE_NANOS = Duration.ofSeconds(60).toNanos();

    private volatile Target target; // with its handling as it is known now
    private final Breaker breaker;
    private final long recheckNanos;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LatencyAverage answers = new LatencyAverage();
    private final LatencyAverage firstContents = new LatencyAverage();
    private final AtomicLong throttledUntil;
    private final AtomicLong misconfiguredUntil;
    private final Consumer<Supplier<TargetChanged>> listeners;
    private final AtomicReference<Change> breakerTold = new AtomicReference<>(Change.BREAKER_CLOSED);
    private final AtomicBoolean troubled = new AtomicBoolean();
    private volatile boolean known;

    /** Creates the state of a target of which nothing is known, and nobody is told of what changes. */
    public TargetState(Target target, BreakerPolicy policy, long nowNanos) {
        this(target, policy, nowNanos, change -> {});
    }

    /**
     * Creates the state of a target of which nothing is known.
     *
     * @param listeners are told of what changes
     */
    public TargetState(
            Target target, BreakerPolicy policy, long nowNanos, Consumer<Supplier<TargetChanged>> listeners) {
        this.listeners = listeners;
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

    /** Changes what is known of how the target handles data, for requests that are planned and attempts that are made from now on. */
    public void handling(Handling known) {
        target = target.toBuilder().handling(known).build();
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
        if (entry == Breaker.Entry.PROBE) {
            breakerIs(Change.BREAKER_HALF_OPEN, null, 0);
        }
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
        if (entry == Breaker.Entry.PROBE && breaker.isClosed()) {
            breakerIs(Change.BREAKER_CLOSED, null, 0);
        }
    }

    /** An attempt was answered, perhaps the first since the target was throttled or misconfigured. */
    void recovered(long nowNanos) {
        boolean isOver = nowNanos - throttledUntil.get() >= 0 && !isMisconfigured(nowNanos);
        if (troubled.get() && isOver && troubled.getAndSet(false)) {
            listeners.accept(
                    () -> TargetChanged.builder(target, Change.RECOVERED).build());
        }
    }

    /** Tells what became of the breaker, unless that was told last. */
    private void breakerIs(Change change, @Nullable FailureKind cause, long lastsNanos) {
        if (breakerTold.getAndSet(change) != change) {
            tell(change, cause, lastsNanos);
        }
    }

    private void tell(Change change, @Nullable FailureKind cause, long lastsNanos) {
        listeners.accept(() -> {
            TargetChanged.Builder event = TargetChanged.builder(target, change);
            if (cause != null) {
                event.cause(cause).retryAfter(Duration.ofNanos(lastsNanos));
            }
            return event.build();
        });
    }

    void ignored(Breaker.Entry entry) {
        inFlight.decrementAndGet();
        breaker.ignored(entry);
    }

    void failed(Breaker.Entry entry, ProviderFailure failure, long nowNanos) {
        inFlight.decrementAndGet();
        switch (failure.health()) {
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
                    .log(
                            "Breaker opened: target {} ({}) failed too often and is left alone for a while; last: {}",
                            target.id(),
                            where(),
                            failure);
        }
        if (!breaker.isClosed()) {
            breakerIs(Change.BREAKER_OPENED, failure.kind(), breaker.untilProbe(nowNanos));
        }
    }

    private void throttle(ProviderFailure failure, long nowNanos) {
        long asked = failure.retryAfter().map(Duration::toNanos).orElse(DEFAULT_THROTTLE_NANOS);
        long lasts = Math.min(asked, MAX_THROTTLE_NANOS);
        boolean first = nowNanos - extend(throttledUntil, nowNanos + lasts) >= 0;
        if (first) {
            troubled.set(true);
            tell(Change.THROTTLED, failure.kind(), lasts);
        }
    }

    private void misconfigured(ProviderFailure failure, long nowNanos) {
        boolean first = nowNanos - extend(misconfiguredUntil, nowNanos + recheckNanos) >= 0;
        if (first) {
            LOG.atWarn()
                    .addKeyValue("target", target.id())
                    .addKeyValue("failure", failure.kind())
                    .log(
                            "Target {} ({}) is misconfigured and is left alone for a while: {}; {}",
                            target.id(),
                            where(),
                            failure,
                            failure.kind().advice());
            troubled.set(true);
            tell(Change.MISCONFIGURED, failure.kind(), recheckNanos);
        }
    }

    private String where() {
        return target.model() + target.region().map(region -> " in " + region).orElse("");
    }

    /** Returns what it was before. */
    private static long extend(AtomicLong until, long toNanos) {
        return until.getAndAccumulate(toNanos, (current, wanted) -> wanted - current > 0 ? wanted : current);
    }
}
