package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.core.budget.CutAnswer;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.spi.ledger.Reservation;
import org.jspecify.annotations.Nullable;

/** What one attempt costs, and the money that is held for it. Ended once, by whoever ends the attempt. */
public final class AttemptReservation implements Hold {
    private final @Nullable Tariff tariff;
    private final @Nullable Reserved hold;

    AttemptReservation(@Nullable Tariff tariff, @Nullable Reserved hold) {
        this.tariff = tariff;
        this.hold = hold;
    }

    /** Money held in a ledger for an attempt. */
    record Reserved(Reservation line, Budgets budgets, int target, RequestBudget requestBudget) {}

    @Nullable
    Tariff tariff() {
        return tariff;
    }

    /** The attempt is about to be made, and nothing stops it any more. */
    @Override
    public void sending(long limitNanos) {
        if (hold != null) {
            hold.budgets.sending(hold.target, hold.requestBudget.call());
        }
    }

    /** The attempt was not made after all. */
    @Override
    public void release(long nowNanos) {
        release();
    }

    private void release() {
        if (hold != null) {
            try {
                hold.line.release();
            } catch (Throwable e) { // the ledger's own affair: the request goes on elsewhere
                hold.budgets.log().ledgerFailed(hold.requestBudget.call().number(), e);
            }
        }
    }

    @Override
    public long drainNanos() {
        return hold == null ? 0 : hold.budgets.drainNanos();
    }

    /** Writes the cost of an attempt that answered into its record, and settles it. */
    @Override
    public void answered(
            CallContext call, Attempt.Builder attempt, ModelResponse response, long afterNanos, long nowNanos) {
        TokenUsage usage = response.usage();
        attempt.usage(usage);
        settle(attempt, usage);
    }

    /** Writes the cost of an attempt that failed into its record, and settles, releases or keeps the money. */
    @Override
    public void failed(
            CallContext call,
            Attempt.Builder attempt,
            ProviderFailure failure,
            TokenUsage usage,
            boolean fair,
            long nowNanos) {
        attempt.failure(failure).usage(usage);
        // Kinds that cost nothing cost something once a stream has delivered: providers bill what they generate.
        if (failure.billing() == Billing.NONE && usage.output().orElse(0) == 0) {
            attempt.cost(Money.ZERO);
            tellLine(attempt);
            release();
        } else if (usage.estimated()) {
            settleCut(attempt, usage);
        } else {
            settle(attempt, usage);
        }
    }

    private void tellLine(Attempt.Builder attempt) {
        if (hold != null) {
            attempt.ledgerLine(hold.line.line());
        }
    }

    /** The provider's count decides; without one, nobody knows. */
    private void settle(Attempt.Builder attempt, TokenUsage usage) {
        Money cost = cost(usage);
        if (cost == null) {
            leavePending(attempt);
            return;
        }
        attempt.cost(cost);
        if (hold != null) {
            tellLine(attempt);
            settle(hold, cost);
        }
    }

    private @Nullable Money cost(TokenUsage usage) {
        return tariff == null ? null : tariff.cost(usage).orElse(null);
    }

    /** An answer was cut after some of it was delivered. An estimate never exceeds what the request allowed. */
    private void settleCut(Attempt.Builder attempt, TokenUsage delivered) {
        Money cost = cost(delivered);
        if (hold == null) {
            if (cost != null) {
                attempt.estimatedCost(cost);
            }
        } else if (cost == null || hold.budgets.policy().cutAnswer() != CutAnswer.DELIVERED) {
            leavePending(attempt);
        } else {
            Money most = hold.line.amount();
            Money bounded = cost.compareTo(most) > 0 ? most : cost;
            attempt.estimatedCost(bounded);
            tellLine(attempt);
            settle(hold, bounded);
        }
    }

    /** Nobody knows yet what it cost: no more than what is held. */
    private void leavePending(Attempt.Builder attempt) {
        if (hold == null) {
            return;
        }
        tellLine(attempt);
        attempt.pendingCost(hold.line.amount());
        try {
            hold.line.leavePending(hold.budgets.epochMillis());
        } catch (Throwable e) { // the line stays open, which errs on the safe side
            hold.budgets.log().ledgerFailed(hold.requestBudget.call().number(), e);
        }
    }

    private static void settle(Reserved hold, Money cost) {
        try {
            hold.line.settle(cost);
            hold.budgets.settled(hold.line, cost, hold.requestBudget, hold.target);
        } catch (Throwable e) { // the line stays open, which errs on the safe side; the answer is not the ledger's
            hold.budgets.log().ledgerFailed(hold.requestBudget.call().number(), e);
        }
    }
}
