package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.diagnostics.LogEvent;
import org.jspecify.annotations.Nullable;

/** What one attempt took at the gates, in their order. Given back in reverse, exactly once. Not thread-safe. */
final class Holds {
    private final Hold[] taken;
    private int count;
    private int settled; // how many were told of the attempt's end, from the last

    private Holds(int gates) {
        this.taken = new Hold[gates];
    }

    /**
     * Takes an attempt through all gates.
     *
     * @param waitedFor what the request waited for, which is kept or given back; null if for nothing
     * @return null if one of them refused it, after everything was given back
     */
    static @Nullable Holds pass(Gate[] gates, Draft attempt, @Nullable Hold waitedFor, long nowNanos) {
        Holds holds = new Holds(waitedFor == null ? gates.length : gates.length + 1);
        boolean passed = false;
        try {
            if (waitedFor != null) {
                holds.taken[holds.count++] = waitedFor;
            }
            for (Gate gate : gates) {
                Hold hold = gate.pass(attempt, nowNanos);
                if (hold == null) {
                    return null;
                }
                holds.taken[holds.count++] = hold;
            }
            passed = true;
            return holds;
        } finally {
            if (!passed) {
                holds.release(nowNanos);
            }
        }
    }

    /** One that throws keeps none of the others from being given back. */
    private void release(long nowNanos) {
        while (count > 0) {
            Hold hold = taken[--count];
            try {
                hold.release(nowNanos);
            } catch (Throwable e) {
                report(hold, e);
            }
        }
    }

    private static void report(Hold hold, Throwable thrown) {
        LogEvent.HOLD_BROKEN
                .line()
                .with("hold", hold.getClass().getSimpleName())
                .with("cause", thrown.getClass().getName())
                .thrown(SafeTrace.of(thrown))
                .log();
    }

    void sending(long limitNanos) {
        for (int i = 0; i < count; i++) {
            taken[i].sending(limitNanos);
        }
    }

    RouteRequest toSend(CallContext call) {
        RouteRequest request = call.request();
        for (int i = 0; i < count; i++) {
            request = taken[i].toSend(request, call);
        }
        return request;
    }

    void sent() {
        for (int i = 0; i < count; i++) {
            taken[i].sent();
        }
    }

    void cutOff() {
        for (int i = 0; i < count; i++) {
            taken[i].cutOff();
        }
    }

    void opened(long afterNanos, long nowNanos) {
        for (int i = 0; i < count; i++) {
            taken[i].opened(afterNanos, nowNanos);
        }
    }

    long drainNanos() {
        long longest = 0;
        for (int i = 0; i < count; i++) {
            longest = Math.max(longest, taken[i].drainNanos());
        }
        return longest;
    }

    void answered(CallContext call, Attempt.Builder record, ModelResponse response, long afterNanos, long nowNanos) {
        while (settled < count) {
            taken[count - ++settled].answered(call, record, response, afterNanos, nowNanos);
        }
    }

    void failed(
            CallContext call,
            Attempt.Builder record,
            ProviderFailure failure,
            TokenUsage usage,
            boolean fair,
            long nowNanos) {
        while (settled < count) {
            taken[count - ++settled].failed(call, record, failure, usage, fair, nowNanos);
        }
    }

    /** The router broke: gives back what was not settled yet. */
    void abandon(long nowNanos) {
        while (settled < count) {
            Hold hold = taken[count - ++settled];
            try {
                hold.abandon(nowNanos);
            } catch (Throwable e) {
                report(hold, e);
            }
        }
    }
}
