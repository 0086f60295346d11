package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
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
