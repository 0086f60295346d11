package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.control.KillBoard;
import dev.hybridrouter.core.internal.money.SideCharge;
import dev.hybridrouter.core.internal.money.Treasury;
import dev.hybridrouter.core.internal.plan.Residency;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.tools.TimedCall;
import dev.hybridrouter.core.internal.way.FactsReader;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.RemoteGuard;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The only way to remote guards: residency, retention, money and the kill switch stand before them as before any target, and
 * what is unknown is not allowed. Thread-safe.
 *
 * @param treasury the router's budgets; null if it has none
 * @param control stops them
 * @param timer ends what is late
 */
public record RemoteCalls(@Nullable Treasury treasury, KillBoard control, GuardedTimer timer) {
    private static final Rejection RESIDENCY = Rejection.of(
            RejectionReason.RESIDENCY,
            "a guard may send the text outside the allowed regions, or its destinations are unknown",
            "declare the guard's destinations, or use one inside");
    private static final Rejection RETENTION = Rejection.of(
            RejectionReason.RETENTION,
            "a guard may keep the text longer than allowed, or that is unknown",
            "declare the guard's retention, or use one that keeps less");
    private static final Rejection BUDGET = Rejection.of(
            RejectionReason.BUDGET,
            "a guard costs more than a budget has left, or its price is unknown",
            "raise the budget, or set the guard's prices");

    /** Who asks; told once how it ended, on any thread. */
    interface Asking {
        /** It will be asked now; this cancels that. Told first, where it may be asked. */
        void begun(Cancellable errand);

        /** The guard's verdict, and what it cost; null if nobody knows. */
        void answered(GuardVerdict verdict, @Nullable Money cost);

        /** It may not be asked. */
        void refused(Rejection why);

        /** It failed or was late. */
        void failed(Throwable thrown);
    }

    /** Asks, if it may be asked. Throws what the guard throws where it should only describe itself. */
    void ask(RemoteGuard guard, GuardInput input, RouteRequest request, Asking asking) {
        Rejection refusal = refusal(guard, input.context());
        SideCharge charge = refusal != null ? null : charge(guard, input, request);
        if (refusal != null || charge == null) {
            asking.refused(refusal != null ? refusal : BUDGET);
            return;
        }
        TimedCall<GuardReport> errand = new TimedCall<>(() -> inspect(guard, input), new End(charge, asking), timer);
        asking.begun(errand);
        errand.begin(input.timeLimit().toNanos());
    }

    private static @Nullable Rejection refusal(RemoteGuard guard, RequestContext context) {
        if (!Residency.admits(context, guard.destinations().orElse(null))) {
            return RESIDENCY;
        }
        return Residency.admits(context, guard.retention().orElse(null)) ? null : RETENTION;
    }

    private @Nullable SideCharge charge(RemoteGuard guard, GuardInput input, RouteRequest request) {
        return treasury == null
                ? SideCharge.unheld()
                : treasury.holdAside(
                        treasury.open(FactsReader.read(request, false, 0), request),
                        guard.ceiling(input).orElse(null));
    }

    private CompletableFuture<GuardReport> inspect(RemoteGuard guard, GuardInput input) {
        int pass = control.enter();
        try {
            Rejection stopped = control.refusalOfAll(input.context(), null);
            return stopped == null ? guard.inspect(input) : CompletableFuture.failedFuture(new Stopped(stopped));
        } finally {
            control.leave(pass);
        }
    }

    /** The kill switch is thrown. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Rejection why;

        Stopped(Rejection why) {
            super(why.detail(), null, false, false);
            this.why = why;
        }
    }

    private record End(SideCharge charge, Asking asking) implements TimedCall.End<GuardReport> {
        @Override
        public void brought(@Nullable GuardReport report) {
            if (report == null) {
                failed(new NullPointerException("the guard brought nothing"));
            } else {
                asking.answered(report.verdict(), charge.answered(report.cost().orElse(null)));
            }
        }

        @Override
        public void failed(Throwable thrown) {
            if (thrown instanceof Stopped stopped) {
                charge.failed(Billing.NONE);
                asking.refused(stopped.why);
            } else {
                charge.failed(Billing.POSSIBLE);
                asking.failed(thrown);
            }
        }

        @Override
        public void late() {
            failed(new TimeoutException());
        }

        @Override
        public void cancelled() {
            charge.failed(Billing.POSSIBLE);
        }
    }
}
