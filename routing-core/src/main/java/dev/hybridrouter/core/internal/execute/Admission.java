package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.affinity.Lesson;
import dev.hybridrouter.core.internal.health.Permit;
import dev.hybridrouter.core.internal.money.Charge;
import dev.hybridrouter.core.internal.quota.Allowance;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt was let in with. All parts end with it.
 *
 * @param permit its admission to the target
 * @param charge the money held for it
 * @param allowance the quota held for it; null if the target's is not watched
 * @param lesson what its answer teaches of the target's prompt cache; null if that is not watched
 * @param pass its place on the way from the last check to the adapter, which is to be left when that has taken the call
 */
record Admission(
        Permit permit,
        Charge charge,
        @Nullable Allowance allowance,
        @Nullable Lesson lesson,
        int pass) {
    /** The request as it is sent. */
    RouteRequest request(Ask ask) {
        return allowance == null ? ask.request() : allowance.capped(ask.request());
    }

    /**
     * Tells the target's health of a failure, which weighs what its kind says; running out of time weighs nothing where
     * there was too little of it, or where somebody else used it up.
     */
    void verdict(ProviderFailure failure, boolean hadTime, long nowNanos) {
        if (failure.kind() == FailureKind.TIMEOUT && !hadTime) {
            permit.ignore();
        } else {
            permit.fail(failure, nowNanos);
        }
    }

    /** Writes what an answer cost into the attempt's record, settles money and quota, and learns. */
    void answered(Attempt.Builder attempt, ModelResponse response, long nowNanos) {
        charge.answered(attempt, response.usage());
        if (allowance != null) {
            allowance.answered(response, nowNanos);
        }
        if (lesson != null) {
            lesson.answered(response.usage());
        }
    }

    /** Writes what a failure cost into the attempt's record, and settles or gives back money and quota. */
    void failed(Attempt.Builder attempt, ProviderFailure failure, TokenUsage usage, long nowNanos) {
        charge.failed(attempt, failure, usage);
        if (allowance != null) {
            allowance.failed(failure, usage, nowNanos);
        }
    }
}
