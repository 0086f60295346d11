package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.budget.Degrade;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.spi.event.BudgetReported;
import dev.hybridrouter.spi.ledger.Ledger;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.Mockito;

/**
 * Requests under budgets. Every token costs a micro-dollar at {@code dear} and a tenth of it at {@code cheap}; a request
 * of two characters is reserved as 67 tokens of input (2 at 1.5 tokens each, and 64 around them) and 100 of output.
 */
@ExtendWith(HybridRouterExtension.class)
class BudgetTest {
    private static final TokenUsage USAGE = TokenUsage.of(30, 20);
    private static final Money COST = Money.usd("0.000050");
    private static final Money WORST = Money.usd("0.000167");

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final InMemoryLedger ledger =
            InMemoryLedger.builder().pendingFor(Duration.ofMinutes(5)).build();
    private final List<BudgetEvent> events = new ArrayList<>();

    BudgetTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private static Budget.Builder daily(String usd) {
        return Budget.builder("daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd(usd));
    }

    private HybridRouterBuilder builder(Budget... budgets) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(provider.target("dear")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .target(provider.target("cheap")
                        .price(TokenPrice.perMillion("0.1", "0.1"))
                        .build())
                .budgets(BudgetPolicy.of(budgets))
                .ledger(ledger)
                .listener(Events.on(BudgetReported.class, reported -> events.add(reported.event())));
    }

    private static RouteRequest request(String tenant) {
        return RouteRequest.builder()
                .user("hi")
                .maxTokens(100)
                .context(RequestContext.builder().tenant(tenant).build())
                .build();
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request);
        clock.advance(Duration.ofMinutes(2));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    private AccountState account(String holder) {
        return ledger.accounts(clock.instant()).stream()
                .filter(state -> state.id().holder().equals(holder))
                .findFirst()
                .orElseThrow();
    }

    private void assertAccount(String holder, Money settled, Money reserved, Money pending) {
        AccountState state = account(holder);
        assertThat(state.settled()).as("settled").isEqualTo(settled);
        assertThat(state.reserved()).as("reserved").isEqualTo(reserved);
        assertThat(state.pending()).as("pending").isEqualTo(pending);
    }

    private static Rejection onlyReason(RouteResult result) {
        return result.fold(
                answered -> {
                    throw new AssertionError("answered");
                },
                rejected -> {
                    assertThat(rejected.reasons()).hasSize(1);
                    return rejected.reasons().get(0);
                },
                failed -> {
                    throw new AssertionError(failed);
                });
    }

    @ParameterizedTest
    @EnumSource
    void answer_whileItRuns_holdsTheWorstCase_andThenItsCost(Modes mode) {
        provider.on("dear").reply("hello").usage(USAGE).after(Duration.ofSeconds(1));
        HybridRouter router = builder(daily("1").build()).build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, request("acme"));
        assertAccount("acme", Money.ZERO, WORST, Money.ZERO);

        clock.advance(Duration.ofSeconds(1));

        Attempt attempt = call.get().orElseThrow().decision().attempts().get(0);
        assertThat(attempt.cost()).hasValue(COST);
        assertThat(attempt.costEstimated()).isFalse();
        assertThat(attempt.ledgerLine()).isPresent();
        assertAccount("acme", COST, Money.ZERO, Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void failureThatCostsNothing_givesItsMoneyBack(Modes mode) {
        provider.on("dear").fail(FailureKind.AUTH);
        provider.on("cheap").reply("hello").usage(USAGE);

        RouteResult result = route(mode, builder(daily("1").build()).build(), request("acme"));

        assertThat(result.decision().attempts().get(0).cost()).hasValue(Money.ZERO);
        assertThat(result.decision().cost()).hasValue(Money.usd("0.000005"));
        assertAccount("acme", Money.usd("0.000005"), Money.ZERO, Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void timeOut_leavesItsMoneyPending_untilItIsReconciled(Modes mode) {
        provider.on("dear").hang();
        provider.on("cheap").reply("hello").usage(USAGE);

        RouteResult result = route(mode, builder(daily("1").build()).build(), request("acme"));

        Attempt timedOut = result.decision().attempts().get(0);
        assertThat(timedOut.failure().orElseThrow().kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(timedOut.cost()).hasValue(WORST);
        assertThat(timedOut.costPending()).isTrue();
        assertThat(result.decision().cost()).hasValue(WORST.plus(Money.usd("0.000005")));
        assertThat(result.decision().pendingCost()).isEqualTo(WORST);
        assertAccount("acme", Money.usd("0.000005"), Money.ZERO, WORST);

        assertThat(ledger.reconcile(timedOut.ledgerLine().orElseThrow(), COST)).isTrue();
        assertAccount("acme", Money.usd("0.000055"), Money.ZERO, Money.ZERO);
    }

    @Test
    void timeOut_thatNobodyReconciles_isChargedInFull() {
        provider.on("dear").hang();
        provider.on("cheap").fail(FailureKind.AUTH);
        route(Modes.ASYNC, builder(daily("1").build()).build(), request("acme"));

        clock.advance(Duration.ofMinutes(5));

        assertAccount("acme", WORST, Money.ZERO, Money.ZERO);
    }

    @Test
    void streamThatIsLeft_keepsItsWorstCasePending() {
        provider.on("dear").reply("four", "more", "last").usage(USAGE).every(Duration.ofSeconds(1));
        HybridRouter router = builder(daily("1").build()).build();
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(request("acme")).subscribe(probe);
        clock.advance(Duration.ofMillis(1_500));

        probe.cancel();

        AccountState state = account("acme");
        assertThat(state.reserved()).isEqualTo(Money.ZERO);
        assertThat(state.pending()).isEqualTo(WORST);
        assertThat(state.settled()).isEqualTo(Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void requestThatDoesNotFit_isRefusedHere_andNothingIsSent(Modes mode) {
        HybridRouter router = builder(daily("0.0000166").build()).build();

        RouteResult result = route(mode, router, request("acme"));

        assertThat(result).isRejectedFor(RejectionReason.BUDGET);
        assertThat(provider.history()).isEmpty();
        assertThat(ledger.accounts(clock.instant())).isEmpty();
        assertThat(router.explain(request("acme")).candidates())
                .allSatisfy(candidate -> assertThat(candidate.rejections())
                        .extracting(Rejection::reason)
                        .containsExactly(RejectionReason.BUDGET));
    }

    @ParameterizedTest
    @EnumSource
    void requestThatFitsTheCheaperTargetOnly_goesThere_andSaysWhy(Modes mode) {
        provider.on("cheap").reply("hello").usage(USAGE);

        RouteResult result = route(mode, builder(daily("0.0001").build()).build(), request("acme"));

        assertThat(result).servedBy("cheap");
        Rejection tooDear = result.decision().candidates().get(0).rejections().get(0);
        assertThat(tooDear.detail())
                .isEqualTo("budget daily has $0.000100 left in its day in Z, the attempt may cost $0.000167");
    }

    @Test
    void tenants_haveAccountsOfTheirOwn_andSomeMoreThanOthers() {
        provider.onAny().reply("hello").usage(USAGE);
        HybridRouter router = builder(
                        daily("0.0002").amountFor("rich", Money.usd("1")).build())
                .build();

        assertThat(route(Modes.ASYNC, router, request("poor"))).servedBy("dear");
        assertThat(route(Modes.ASYNC, router, request("poor"))).servedBy("cheap");
        assertThat(route(Modes.ASYNC, router, request("other"))).servedBy("dear");
        assertThat(route(Modes.ASYNC, router, request("rich"))).servedBy("dear");
        assertThat(route(Modes.ASYNC, router, request("rich"))).servedBy("dear");
    }

    @Test
    void budgetOfAModel_turnsAwayFromItAlone() {
        provider.onAny().reply("hello").usage(USAGE);
        Budget model = Budget.builder(
                        "models", BudgetScope.model(), BudgetWindow.hour(ZoneOffset.UTC), Money.usd("0.0002"))
                .build();
        HybridRouter router = builder(model).build();

        assertThat(route(Modes.ASYNC, router, request("acme"))).servedBy("dear");
        assertThat(route(Modes.ASYNC, router, request("acme"))).servedBy("cheap");
    }

    @Test
    void targetWithoutPrice_isNotCalledUnderAHardBudget_butUnderASoftOne() {
        provider.onAny().reply("hello");
        HybridRouter hard = HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(provider.target("unpriced").build())
                .budgets(BudgetPolicy.of(daily("1").build()))
                .build();
        HybridRouter soft = HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(provider.target("unpriced").build())
                .budgets(BudgetPolicy.of(daily("1").soft().build()))
                .build();

        assertThat(onlyReason(route(Modes.ASYNC, hard, request("acme"))).detail())
                .isEqualTo("its price is unknown, which a hard budget does not allow");
        assertThat(route(Modes.ASYNC, soft, request("acme"))).servedBy("unpriced");
    }

    @Test
    void requestWithoutLimitOfOutput_getsThePolicys() {
        provider.on("dear").reply("hello").usage(USAGE);
        HybridRouter router = builder(daily("1").build())
                .budgets(BudgetPolicy.builder()
                        .budget(daily("1").build())
                        .defaultMaxTokens(321)
                        .build())
                .build();

        route(Modes.ASYNC, router, RouteRequest.of("hi"));

        assertThat(provider.history().get(0).call().request().parameters().maxTokens())
                .hasValue(321);
    }

    @Test
    void ladder_takesItsStepsAsTheBudgetRunsOut_andTheDecisionSaysSo() {
        provider.onAny().reply("hello").usage(USAGE);
        Budget budget = daily("0.0006")
                .at(8, Degrade.preferCheaper())
                .at(9, Degrade.capOutput(40))
                .at(10, Degrade.cacheOnly())
                .build();
        HybridRouter router = builder(budget).build();

        RouteResult first = route(Modes.ASYNC, router, request("acme"));
        RouteResult second = route(Modes.ASYNC, router, request("acme"));
        RouteResult third = route(Modes.ASYNC, router, request("acme"));
        RouteResult fourth = route(Modes.ASYNC, router, request("acme"));

        assertThat(first).servedBy("dear");
        assertThat(first.decision().adjustments()).isEmpty();
        assertThat(second).servedBy("cheap");
        assertThat(second.decision().adjustments())
                .containsExactly(new Adjustment(Adjustment.Kind.CHEAPER_FIRST, "budget daily has reached 8 %"));
        assertThat(third.decision().adjustments())
                .extracting(Adjustment::kind)
                .containsExactly(Adjustment.Kind.CHEAPER_FIRST, Adjustment.Kind.OUTPUT_CAPPED);
        assertThat(provider.history().get(2).call().request().parameters().maxTokens())
                .hasValue(40);
        assertThat(third.decision().describe())
                .contains("adjusted  OUTPUT_CAPPED: a budget runs low: at most 40 tokens in place of 100");
        assertThat(onlyReason(fourth).detail()).contains("only cached answers");
    }

    @Test
    void threshold_isToldOncePerWindow() {
        provider.onAny().reply("hello").usage(USAGE);
        HybridRouter router =
                builder(daily("0.0004").thresholds(40, 60).build()).build();

        for (int i = 0; i < 3; i++) {
            route(Modes.ASYNC, router, request("acme"));
        }
        clock.advance(Duration.ofDays(1));
        for (int i = 0; i < 3; i++) {
            route(Modes.ASYNC, router, request("acme"));
        }

        assertThat(events)
                .extracting(event -> ((BudgetEvent.ThresholdReached) event).percent())
                .containsExactly(40, 60, 40, 60);
        assertThat(events.get(0).account().id().holder()).isEqualTo("acme");
    }

    @Test
    void callThatCostsMoreThanWasHeld_isSettledInFull_andTold() {
        provider.on("dear").reply("hello").usage(TokenUsage.of(1_000, 20));
        route(Modes.ASYNC, builder(daily("0.0005").thresholds(1_000).build()).build(), request("acme"));

        assertThat(account("acme").settled()).isEqualTo(Money.usd("0.001020"));
        assertThat(events).singleElement().isInstanceOfSatisfying(BudgetEvent.Overrun.class, overrun -> assertThat(
                        overrun.excess())
                .isEqualTo(Money.usd("0.000853")));
    }

    @ParameterizedTest
    @EnumSource
    void brokenLedger_refusesUnderAHardBudget_andIsIgnoredUnderASoftOne(Modes mode) {
        provider.onAny().reply("hello").usage(USAGE);
        Ledger broken = Mockito.mock(Ledger.class, call -> {
            throw new IllegalStateException("disk full");
        });

        RouteResult hard =
                route(mode, builder(daily("1").build()).ledger(broken).build(), request("acme"));
        RouteResult soft =
                route(mode, builder(daily("1").soft().build()).ledger(broken).build(), request("acme"));

        assertThat(onlyReason(hard).detail()).isEqualTo("the ledger of a hard budget cannot be used");
        assertThat(soft).servedBy("dear");
        assertThat(soft.decision().cost()).hasValue(COST);
    }

    @ParameterizedTest
    @EnumSource
    void ledgerThatCannotSettle_doesNotTakeTheAnswerWithIt(Modes mode) {
        provider.onAny().reply("hello").usage(USAGE);
        Reservation line =
                Mockito.mock(Reservation.class, call -> switch (call.getMethod().getName()) {
                    case "line" -> 7L;
                    case "amount" -> COST;
                    default -> throw new IllegalStateException("disk full");
                });
        LedgerAccount account = Mockito.mock(LedgerAccount.class);
        Ledger broken =
                Mockito.mock(Ledger.class, call -> call.getMethod().getName().equals("reserve") ? line : account);

        RouteResult result =
                route(mode, builder(daily("1").build()).ledger(broken).build(), request("acme"));

        assertThat(result).servedBy("dear");
        assertThat(result.decision().cost()).hasValue(COST);
    }

    @Test
    void moreTenantsThanAccounts_areServedAllTheSame() {
        provider.onAny().reply("hello").usage(USAGE);
        InMemoryLedger small = InMemoryLedger.builder().maxAccounts(2).build();
        HybridRouter router = builder(daily("1").build()).ledger(small).build();

        for (String tenant : List.of("one", "two", "three", "one")) {
            assertThat(route(Modes.ASYNC, router, request(tenant))).servedBy("dear");
        }
        assertThat(small.accounts(clock.instant())).hasSize(2);
    }

    @Test
    void requestThatForgetsItsTenant_isRefused_whereOneIsRequired() {
        provider.onAny().reply("hello").usage(USAGE);
        HybridRouter router = builder(daily("1").build())
                .budgets(BudgetPolicy.builder()
                        .budget(daily("1").build())
                        .requireTenant()
                        .build())
                .build();
        RouteRequest forgotten = RouteRequest.of("hi");

        assertThat(route(Modes.ASYNC, router, forgotten)).isRejectedFor(RejectionReason.TENANT_REQUIRED);
        assertThat(router.explain(forgotten).candidates()).allSatisfy(candidate -> assertThat(candidate.rejections())
                .extracting(Rejection::reason)
                .contains(RejectionReason.TENANT_REQUIRED));
        assertThat(provider.history()).isEmpty();
        assertThat(route(Modes.ASYNC, router, request("default"))).servedBy("dear");
    }

    @Test
    void explain_opensNoAccount() {
        HybridRouter router = builder(daily("1").build()).build();

        for (int i = 0; i < 100; i++) {
            var unused = router.explain(request("tenant-" + i));
        }
        assertThat(ledger.accounts(clock.instant())).isEmpty();
    }
}
