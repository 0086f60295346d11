package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
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

/** All that is known of one target's health. Thread-safe, without locks of its own. */
public final class TargetState {
    private static final long DEFAULT_THROTTLE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FAIR_NANOS = Duration.ofSeconds(1).toNanos();

    private volatile Target target; // with its handling as it is known now
    private final Breaker breaker;
    private final long recheckNanos;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LatencyAverage answers = new LatencyAverage();
    private final LatencyAverage firstContents = new LatencyAverage();
    private final AtomicLong throttledUntil;
    private final Throttle throttle;
    private final Runnable onRoom;
    private final AtomicLong misconfiguredUntil;
    private final Consumer<Supplier<TargetChanged>> listeners;
    private final HealthLog log;
    private final AtomicReference<Change> breakerTold = new AtomicReference<>(Change.BREAKER_CLOSED);
    private final AtomicBoolean troubled = new AtomicBoolean();
    private volatile boolean known;

    /** Creates the state of a target of which nothing is known, and nobody is told of what changes. */
    public TargetState(Target target, BreakerPolicy policy, long nowNanos) {
        this(target, policy, nowNanos, change -> {}, () -> {});
    }

    /**
     * Creates the state of a target of which nothing is known.
     *
     * @param listeners are told of what changes
     * @param onRoom is told when there may be room after a pause that the provider asked for
     */
    public TargetState(
            Target target,
            BreakerPolicy policy,
            long nowNanos,
            Consumer<Supplier<TargetChanged>> listeners,
            Runnable onRoom) {
        this.onRoom = onRoom;
        this.throttle = new Throttle(nowNanos);
        this.listeners = listeners;
        this.target = target;
        this.log = new HealthLog(target);
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

    /** Whether its provider asked for a pause, and it is not known yet that it takes all that comes again. */
    public boolean isThrottled() {
        return !throttle.isOpen();
    }

    /** How long nobody is admitted because its provider asked for a pause, at least 0. */
    long closedFor(long nowNanos) {
        return throttle.closedFor(nowNanos);
    }

    /** Admits one attempt; null if the breaker refuses it, or a pause that the provider asked for. */
    public @Nullable Permit tryAcquire(long nowNanos) {
        int pause = throttle.tryEnter(nowNanos);
        if (pause == Throttle.NO_ROOM) {
            return null;
        }
        Breaker.Entry entry = breaker.tryEnter(nowNanos);
        if (entry == Breaker.Entry.REFUSED) {
            leftThrottle(pause, false);
            return null;
        }
        inFlight.incrementAndGet();
        if (entry == Breaker.Entry.PROBE) {
            breakerIs(Change.BREAKER_HALF_OPEN, null, 0);
        }
        return new Permit(this, entry, pause);
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
        long usual = usualNanos(streaming);
        return usual >= 0 && limitNanos >= usual;
    }

    /** Records an attempt that was given up without an answer, or without content of a stream, after this time. */
    void tookAtLeast(boolean streaming, long limitNanos, long nowNanos) {
        (streaming ? firstContents : answers).add(limitNanos, nowNanos);
    }

    /** Returns the nanoseconds it usually takes to answer, or to begin a stream; -1 if unknown. */
    long usualNanos(boolean streaming) {
        return (streaming ? firstContents : answers).nanos();
    }

    /** Returns the nanoseconds in which nearly all its answers come, or its streams begin; -1 if unknown. */
    long nearlyAllNanos(boolean streaming) {
        return (streaming ? firstContents : answers).highNanos();
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

    /** An attempt has ended that was counted while the target recovers from a pause. */
    void leftThrottle(int pause, boolean answered) {
        if (pause != Throttle.UNCOUNTED) {
            throttle.left(pause, answered);
            onRoom.run();
        }
    }

    /** An attempt was answered, perhaps the first since the target was throttled or misconfigured. */
    void recovered(long nowNanos) {
        if (breaker.isClosed()) {
            log.breakerClosed(nowNanos);
        }
        boolean isOver = nowNanos - throttledUntil.get() >= 0 && !isMisconfigured(nowNanos);
        if (isOver) {
            log.notThrottled(nowNanos);
            log.corrected(nowNanos);
        }
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

    void failed(long request, Breaker.Entry entry, ProviderFailure failure, long nowNanos) {
        inFlight.decrementAndGet();
        if (failure.health() == HealthImpact.LOAD || failure.health() == HealthImpact.ILLNESS) {
            failure.retryAfter().ifPresent(asked -> throttle.close(nowNanos + asked.toNanos()));
        }
        switch (failure.health()) {
            case ILLNESS -> fellIll(request, entry, failure, nowNanos);
            case LOAD -> {
                throttle(request, failure, nowNanos);
                breaker.ignored(entry);
            }
            case MISCONFIGURED -> {
                misconfigured(request, failure, nowNanos);
                breaker.ignored(entry);
            }
            case NONE -> breaker.ignored(entry);
        }
    }

    private void fellIll(long request, Breaker.Entry entry, ProviderFailure failure, long nowNanos) {
        known = true;
        boolean wasClosed = breaker.isClosed();
        breaker.failed(entry, nowNanos);
        if (wasClosed && !breaker.isClosed()) {
            log.breakerOpened(request, failure, breaker.untilProbe(nowNanos), nowNanos);
        }
        if (!breaker.isClosed()) {
            breakerIs(Change.BREAKER_OPENED, failure.kind(), breaker.untilProbe(nowNanos));
        }
    }

    private void throttle(long request, ProviderFailure failure, long nowNanos) {
        long asked = failure.retryAfter().map(Duration::toNanos).orElse(DEFAULT_THROTTLE_NANOS);
        if (isThrottled()) { // it has not recovered
            throttle.close(nowNanos + asked);
        }
        boolean first = nowNanos - extend(throttledUntil, nowNanos + asked) >= 0;
        log.throttled(request, failure, asked, nowNanos);
        if (first) {
            troubled.set(true);
            tell(Change.THROTTLED, failure.kind(), asked);
        }
    }

    private void misconfigured(long request, ProviderFailure failure, long nowNanos) {
        boolean first = nowNanos - extend(misconfiguredUntil, nowNanos + recheckNanos) >= 0;
        if (first) {
            log.misconfigured(request, failure, recheckNanos, nowNanos);
            troubled.set(true);
            tell(Change.MISCONFIGURED, failure.kind(), recheckNanos);
        }
    }

    /** Returns what it was before. */
    private static long extend(AtomicLong until, long toNanos) {
        return until.getAndAccumulate(toNanos, (current, wanted) -> wanted - current > 0 ? wanted : current);
    }
}
