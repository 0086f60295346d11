package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.budget.CutAnswer;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.sidecall.SideHold;
import dev.hybridrouter.core.internal.sidecall.SideMoney;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.diagnostics.Outage;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.ledger.Ledger;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.spi.ledger.ReserveOutcome;
import dev.hybridrouter.spi.ledger.Shortfall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps a router inside its budgets: opens the budget of each request, and holds the worst case of each attempt and side call. */
public final class Budgets implements SideMoney {
    private static final Rejection NO_LEDGER = Rejection.of(
            RejectionReason.BUDGET,
            "the ledger of a hard budget cannot be used",
            "see the log for why; it fails closed");

    private final BudgetPolicy policy;
    private final Ledger ledger;
    private final List<Target> targets;
    private final Tariffs tariffs;
    private final RouterClock clock;
    private final BudgetLog log;
    private final Consumer<BudgetEvent> events;
    private final InputEstimates estimates;
    private final @Nullable Calibrator calibrator; // null unless providers are to count
    private final List<Shares> ofRequests = new ArrayList<>();
    private final List<Shares> ofModels = new ArrayList<>();
    private final boolean hard;

    /** Creates a budgets of these budgets over a ledger. */
    public Budgets(BudgetPolicy policy, Ledger ledger, Tariffs tariffs, Foundation foundation) {
        this.policy = policy;
        this.ledger = ledger;
        this.targets = foundation.targets();
        this.tariffs = tariffs;
        this.clock = foundation.time().clock();
        this.log = new BudgetLog(clock);
        this.events = foundation.listeners()::budgetEvent;
        this.estimates = foundation.estimates();
        this.calibrator = policy.isCalibratedByCounting()
                ? new Calibrator(
                        targets, foundation.adapters(), foundation::handling, estimates, foundation.sideCalls())
                : null;
        for (Budget budget : policy.budgets()) {
            (budget.scope() instanceof BudgetScope.Model ? ofModels : ofRequests).add(new Shares(budget, ledger));
        }
        this.hard = policy.budgets().stream().anyMatch(Budget::isHard);
    }

    /** Opens a request's budget; reads balances and holds nothing. */
    public RequestBudget open(CallContext call) {
        List<Share> own = new ArrayList<>(ofRequests.size());
        try {
            for (int i = 0; i < ofRequests.size(); i++) {
                Shares shares = ofRequests.get(i);
                own.add(shares.of(shares.budget().scope().holder(call.context(), targets.get(0))));
            }
            return new RequestBudget(this, call, own, epochMillis());
        } catch (Throwable e) { // whatever is broken there, nothing may be spent unseen
            log.ledgerFailed(call.number(), e);
            return RequestBudget.closed(this, call, hard ? NO_LEDGER : null);
        }
    }

    /** Drops what is kept of a holder beside the ledger. */
    void forget(String budget, String holder) {
        ofRequests.stream()
                .filter(shares -> shares.budget().name().equals(budget))
                .forEach(shares -> shares.forget(holder));
    }

    /** Holds the worst case of an attempt. */
    public Held hold(RequestBudget requestBudget, int target) {
        Money most = requestBudget.worstCase(target);
        if (most == null) {
            return hard
                    ? new Held(RequestBudget.unpriced())
                    : new Held(tariffs.unheld(target, requestBudget.request()));
        }
        try {
            return hold(requestBudget, target, most);
        } catch (Throwable e) { // whatever is broken there, nothing may be spent unseen
            log.ledgerFailed(requestBudget.call().number(), e);
            return hard ? new Held(NO_LEDGER) : new Held(tariffs.unheld(target, requestBudget.request()));
        }
    }

    private Held hold(RequestBudget requestBudget, int target, Money most) {
        List<Share> all = withModels(requestBudget, target);
        List<LedgerAccount> accounts = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            accounts.add(all.get(i).account());
        }
        ReserveOutcome outcome = ledger.reserve(accounts, most, epochMillis());
        long request = requestBudget.call().number();
        log.ledgerWorked(request);
        if (outcome instanceof Shortfall shortfall) {
            return new Held(refusal(all, shortfall, most));
        }
        watch(all, request);
        return new Held(new AttemptReservation(
                tariffs.of(target, requestBudget.request()),
                new AttemptReservation.Reserved((Reservation) outcome, this, target, requestBudget)));
    }

    void sending(int target, CallContext call) {
        if (calibrator != null) {
            calibrator.sending(target, call);
        }
    }

    /** Holds money for a call that is no attempt. Model budgets have no part in it. */
    @Override
    public @Nullable SideHold hold(CallContext call, @Nullable Money ceiling) {
        RequestBudget requestBudget = open(call);
        if (requestBudget.isClosed() || ceiling == null) {
            return hard || requestBudget.isClosed() ? null : SideHold.NOTHING;
        }
        try {
            List<LedgerAccount> accounts =
                    requestBudget.shares().stream().map(Share::account).toList();
            ReserveOutcome outcome = ledger.reserve(accounts, ceiling, epochMillis());
            if (outcome instanceof Shortfall) {
                return null;
            }
            watch(requestBudget.shares(), call.number());
            return new SideCharge((Reservation) outcome, this, requestBudget);
        } catch (Throwable e) { // whatever is broken there, nothing may be spent unseen
            log.ledgerFailed(call.number(), e);
            return hard ? null : SideHold.NOTHING;
        }
    }

    /** How long a stream that its caller left is read on for its count of tokens; 0 if not at all. */
    long drainNanos() {
        return policy.cutAnswer() == CutAnswer.DRAIN ? policy.drainFor().toNanos() : 0;
    }

    BudgetLog log() {
        return log;
    }

    private List<Share> withModels(RequestBudget requestBudget, int target) {
        if (ofModels.isEmpty()) {
            return requestBudget.shares();
        }
        List<Share> all = new ArrayList<>(requestBudget.shares());
        for (Shares models : ofModels) {
            all.add(models.of(targets.get(target).model()));
        }
        return all;
    }

    private static Rejection refusal(List<Share> all, Shortfall shortfall, Money most) {
        String name = shortfall.account().id().budget();
        for (Share share : all) {
            if (share.budget().name().equals(name)) {
                return RequestBudget.shortfall(
                        share.budget(), most, shortfall.account().available().orElse(Money.ZERO));
            }
        }
        throw new IllegalStateException("the ledger named account " + name + ", which was not asked for");
    }

    private void watch(List<Share> all, long request) {
        long now = epochMillis();
        for (int i = 0; i < all.size(); i++) {
            Share share = all.get(i);
            BudgetEvent.ThresholdReached event = share.reached(now);
            if (event != null) {
                if (log.reached(share, event, request)) {
                    share.warned(clock.nanoTime());
                }
                events.accept(event);
            } else if (share.isWarned()) {
                Outage.Ended ended = share.relieved(now, clock.nanoTime());
                if (ended != null) {
                    log.relieved(share, ended, request);
                }
            }
        }
    }

    void settled(Reservation line, Money actual, RequestBudget requestBudget, int target) {
        settled(line, actual, requestBudget.call().number(), () -> withModels(requestBudget, target));
    }

    void settledAside(Reservation line, Money actual, RequestBudget requestBudget) {
        settled(line, actual, requestBudget.call().number(), requestBudget::shares);
    }

    private void settled(Reservation line, Money actual, long request, Supplier<List<Share>> holders) {
        long excess = actual.nanoUsd() - line.amount().nanoUsd();
        if (excess <= 0) {
            return;
        }
        List<Share> all = holders.get();
        Instant now = clock.instant();
        for (Share share : all) {
            BudgetEvent.Overrun event =
                    new BudgetEvent.Overrun(share.account().state(now), line.line(), new Money(excess));
            log.overrun(share, event, request);
            events.accept(event);
        }
        watch(all, request);
    }

    @Nullable
    Money worstCase(int target, RequestBudget requestBudget) {
        RequestFacts facts = requestBudget.facts();
        Tariff tariff = tariffs.of(target, requestBudget.request());
        long output = facts.parameters().maxTokens().orElse(policy.defaultMaxTokens());
        return tariff == null
                ? null
                : tariff.ceiling(estimates.tokens(target, facts), output).orElse(null);
    }

    BudgetPolicy policy() {
        return policy;
    }

    boolean isHard() {
        return hard;
    }

    long epochMillis() {
        return clock.millis();
    }

    /** What became of the wish to hold money: a reservation, or why not. */
    public record Held(
            @Nullable AttemptReservation reservation,
            @Nullable Rejection refusal) {
        Held(AttemptReservation reservation) {
            this(reservation, null);
        }

        Held(Rejection refusal) {
            this(null, refusal);
        }
    }
}
