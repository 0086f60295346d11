package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import org.jspecify.annotations.Nullable;

/** Admits attempts where their target's quota has room, in the order of those who wait for it. */
public final class QuotaGate implements Gate {
    private static final QuotaRefusal AWAITED = new QuotaRefusal(QuotaLimit.QUEUE, 1);

    private final Headroom headroom;

    /** Creates the gate of these quotas. */
    public QuotaGate(Headroom headroom) {
        this.headroom = headroom;
    }

    @Override
    public @Nullable Hold pass(Draft attempt, long nowNanos) {
        Claim claim = headroom.claim(attempt.index(), attempt.call().facts());
        if (claim == null || attempt.holdsRoomIn(claim.pool())) {
            return Hold.NOTHING;
        }
        QuotaAdmission admission = headroom.isAwaited(claim.bucket()) ? AWAITED : claim.admit(nowNanos);
        if (admission instanceof QuotaHold hold) {
            return new Allowance(claim, hold);
        }
        attempt.refuse(claim, claim.rejection((QuotaRefusal) admission));
        return null;
    }
}
