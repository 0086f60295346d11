package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.Outage;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * The router's bucket of extra attempts. A request only counts itself; the bucket is brought up to date when a token is
 * drawn, which is rare.
 */
public final class AttemptBudget {
    private static final double NANOS_PER_SECOND = 1e9;

    private final AttemptBudgetPolicy policy;
    private final Outage empty = Outage.paced();
    private final LongAdder requests = new LongAdder();
    private final AtomicReference<Balance> balance;

    /** Creates a full bucket. */
    public AttemptBudget(AttemptBudgetPolicy policy, long nowNanos) {
        this.policy = policy;
        this.balance = new AtomicReference<>(new Balance(policy.burst(), 0, nowNanos));
    }

    /** Counts a request, which fills the bucket by the policy's ratio. */
    public void requestMade() {
        requests.increment();
    }

    /** Draws a token for one extra attempt. */
    public boolean tryDraw(long nowNanos) {
        while (true) {
            Balance before = Objects.requireNonNull(balance.get());
            Balance after = filled(before, nowNanos);
            if (after.tokens < 1) {
                return false;
            }
            if (balance.compareAndSet(before, after.withoutOne())) {
                return true;
            }
        }
    }

    /**
     * Draws a token for one extra attempt of a request, and logs where the bucket is empty and where it is not any more.
     *
     * @param request the number of the request
     */
    boolean tryDraw(long request, long nowNanos) {
        boolean drawn = tryDraw(nowNanos);
        if (!drawn) {
            refused(request, nowNanos);
        } else if (empty.isOngoing()) {
            refilled(request, nowNanos);
        }
        return drawn;
    }

    private void refused(long request, long nowNanos) {
        if (empty.failed(nowNanos)) {
            LogEvent.ATTEMPT_BUDGET_EMPTY
                    .line()
                    .with("request", request)
                    .with("until", untilToken(nowNanos))
                    .log();
        }
    }

    private void refilled(long request, long nowNanos) {
        Outage.Ended ended = empty.worked(nowNanos);
        if (ended != null) {
            LogEvent.ATTEMPT_BUDGET_REFILLED
                    .line()
                    .with("duration", ended.lasted())
                    .with("request", request)
                    .with("refused", ended.failures())
                    .log();
        }
    }

    /** How long until time alone has filled in a token; unknown if it never does. */
    private Object untilToken(long nowNanos) {
        double missing = 1 - filled(Objects.requireNonNull(balance.get()), nowNanos).tokens;
        return policy.perSecond() > 0
                ? Duration.ofNanos((long) (missing / policy.perSecond() * NANOS_PER_SECOND))
                : "an unknown time";
    }

    private Balance filled(Balance before, long nowNanos) {
        long counted = Math.max(before.requests, requests.sum());
        long now = Math.max(0, nowNanos - before.atNanos);
        double added = (counted - before.requests) * policy.ratio() + now / NANOS_PER_SECOND * policy.perSecond();
        return new Balance(Math.min(policy.burst(), before.tokens + added), counted, before.atNanos + now);
    }

    private record Balance(double tokens, long requests, long atNanos) {
        Balance withoutOne() {
            return new Balance(tokens - 1, requests, atNanos);
        }
    }
}
