package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.quota.Allowance;
import dev.hybridrouter.core.internal.quota.Claim;
import dev.hybridrouter.core.internal.quota.Headroom;
import dev.hybridrouter.core.internal.quota.QuotaAdmission;
import dev.hybridrouter.core.internal.quota.QuotaHold;
import dev.hybridrouter.core.internal.quota.QuotaRefusal;
import dev.hybridrouter.core.internal.quota.WaitingLine;
import dev.hybridrouter.core.internal.run.TargetProgress;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.spi.RequestFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one request has to do with the providers' quotas on its walk: the room it took for its next attempt, the places that
 * had none, and what that changed. Not thread-safe.
 */
final class QuotaWalk {
    private final Headroom headroom;
    private final RequestFacts facts;
    private final List<Lack> lacks = new ArrayList<>(0);
    private final List<Adjustment> adjustments = new ArrayList<>(0);
    private @Nullable Allowance taken;

    QuotaWalk(Headroom headroom, RequestFacts facts) {
        this.headroom = headroom;
        this.facts = facts;
    }

    private record Lack(int place, Claim claim, QuotaRefusal refusal) {}

    /** Takes room at a step's target, unless it was waited for and is there; false if there is none. */
    boolean take(Step step, long nowNanos) {
        Claim claim = taken != null ? null : headroom.claim(step.target(), facts);
        if (claim == null) {
            return true;
        }
        QuotaAdmission admission = claim.tryAdmit(nowNanos);
        if (admission instanceof QuotaHold hold) {
            taken = new Allowance(claim, hold);
            return true;
        }
        lacks.add(new Lack(step.place(), claim, (QuotaRefusal) admission));
        return false;
    }

    /** Gives the room to the attempt that is made; null if its target's quota is not watched. */
    @Nullable
    Allowance handOver() {
        Allowance room = taken;
        taken = null;
        if (room != null) {
            adjusted(room.adjustment());
        }
        return room;
    }

    /** The attempt is not made after all. */
    void giveBack(long nowNanos) {
        Allowance room = taken;
        taken = null;
        if (room != null) {
            room.release(nowNanos);
        }
    }

    /** Whether a place that had no room may have some within so long. */
    boolean mayHaveRoomWithin(long nanos) {
        return lacks.stream().anyMatch(lack -> lack.claim.mayFitWithin(nanos, lack.refusal));
    }

    /** A ticket for the first of those places that has room. */
    WaitingLine.Ticket ticket(Consumer<Allowance> granted) {
        return new WaitingLine.Ticket(lacks.stream().map(Lack::claim).toList(), granted);
    }

    /** Takes the room that was waited for, opens the places that had none, and returns the place it is for. */
    int granted(Allowance room, TargetProgress trail) {
        taken = room;
        int place = -1;
        for (Lack lack : lacks) {
            trail.reopen(lack.place);
            place = lack.claim.equals(room.claim()) ? lack.place : place;
        }
        lacks.clear();
        return place;
    }

    List<Rejection> rejections() {
        return lacks.stream().map(lack -> lack.claim.rejection(lack.refusal)).toList();
    }

    /** Takes into the record that an answer was cut, where it was. */
    void answered(@Nullable Allowance room, StopReason reason) {
        if (room != null) {
            adjusted(room.truncation(reason));
        }
    }

    private void adjusted(@Nullable Adjustment adjustment) {
        if (adjustment != null && !adjustments.contains(adjustment)) {
            adjustments.add(adjustment);
        }
    }

    /** The plan with what the quotas changed as it was carried out. */
    RoutePlan carriedOut(RoutePlan plan) {
        if (adjustments.isEmpty()) {
            return plan;
        }
        List<Adjustment> all = new ArrayList<>(plan.adjustments());
        all.addAll(adjustments);
        return plan.withAdjustments(all);
    }
}
