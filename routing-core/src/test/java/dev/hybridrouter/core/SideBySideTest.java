package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several attempts of one request at once, told as time lines: the second begins 100 ms after the first. */
@ExtendWith(HybridRouterExtension.class)
class SideBySideTest {
    private static final Money COST = Money.usd("0.000050"); // of 30 and 20 tokens
    private static final Money WORST = Money.usd("0.000167"); // of "hi" and 100 tokens
    private static final RouteRequest REQUEST =
            RouteRequest.builder().user("hi").maxTokens(100).build();

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final InMemoryLedger ledger =
            InMemoryLedger.builder().pendingFor(Duration.ofMinutes(5)).build();

    SideBySideTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder(String usd) {
        HybridRouterBuilder builder = Routers.over(clock, provider)
                .budgets(BudgetPolicy.of(
                        Budget.builder("daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd(usd))
                                .build()))
                .ledger(ledger)
                .quotas(Quotas.builder()
                        .bucket(
                                "both",
                                QuotaLimits.builder().tokensPerMinute(100_000).build(),
                                "a",
                                "b")
                        .build())
                .feature(fitting -> fitting.sideBySide((call, underWay) ->
                        underWay < 2 ? Duration.ofMillis(100).toNanos() : -1));
        for (String target : List.of("a", "b")) {
            builder.target(provider.target(target)
                    .price(TokenPrice.perMillion("1", "1"))
                    .build());
        }
        return builder;
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    /** Both targets answer with 30 and 20 tokens, so long after they were called. */
    private void answerAfter(long a, long b) {
        provider.on("a").reply("hello from a").tokens(30, 20).after(ms(a));
        provider.on("b").reply("hello from b").tokens(30, 20).after(ms(b));
    }

    /** What each call did, such as {@code a 0-200 CANCELLED}, in the order in which they began. */
    private List<String> timeLine() {
        return provider.history().stream()
                .map(call -> call.target() + " " + call.startedAfter().toMillis() + "-"
                        + call.endedAfter()
                                .map(Duration::toMillis)
                                .map(Object::toString)
                                .orElse("") + " " + call.state())
                .toList();
    }

    private RouteResult end(Supplier<Optional<RouteResult>> call) {
        clock.advance(Duration.ofSeconds(40));
        return call.get().orElseThrow(() -> new AssertionError("the request has not ended"));
    }

    private void assertLedger(Money settled, Money pending) {
        AccountState account = ledger.accounts(clock.instant()).get(0);
        assertThat(account.settled()).as("settled").isEqualTo(settled);
        assertThat(account.reserved()).as("reserved").isEqualTo(Money.ZERO);
        assertThat(account.pending()).as("pending").isEqualTo(pending);
    }

    @ParameterizedTest
    @EnumSource
    void first_wins_andTheOtherIsEndedAndBooked(Modes mode) {
        answerAfter(500, 100);
        HybridRouter router = builder("1").build();

        RouteResult result = end(mode.begin(router, REQUEST));

        assertThat(timeLine()).containsExactly("a 0-200 CANCELLED", "b 100-200 ANSWERED");
        assertThat(result).isAnswered().servedBy("b").attemptKinds(AttemptKind.PRIMARY, AttemptKind.HEDGE);
        Attempt loser = result.decision().attempts().get(0);
        assertThat(loser.failure().orElseThrow().kind()).isEqualTo(FailureKind.SUPERSEDED);
        assertThat(loser.ledgerLine()).isPresent();
        assertLedger(COST, WORST);
    }

    @ParameterizedTest
    @EnumSource
    void primary_thatIsQuick_isAlone(Modes mode) {
        answerAfter(80, 10);
        HybridRouter router = builder("1").build();

        assertThat(end(mode.begin(router, REQUEST))).isAnswered().attempted("a");
        assertThat(timeLine()).containsExactly("a 0-80 ANSWERED");
        assertLedger(COST, Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void primary_mayWinTheRace(Modes mode) {
        answerAfter(150, 100);
        HybridRouter router = builder("1").build();

        assertThat(end(mode.begin(router, REQUEST))).isAnswered().servedBy("a");
        assertThat(timeLine()).containsExactly("a 0-150 ANSWERED", "b 100-150 CANCELLED");
        assertLedger(COST, WORST);
    }

    @ParameterizedTest
    @EnumSource
    void both_fail_andTheLastFailureIsTheRequests(Modes mode) {
        provider.on("a").fail(FailureKind.INVALID_REQUEST).after(ms(150));
        provider.on("b").fail(FailureKind.CONTENT_FILTERED).after(ms(100));
        HybridRouter router = builder("1").build();

        RouteResult result = end(mode.begin(router, REQUEST));

        assertThat(timeLine()).containsExactly("a 0-150 FAILED", "b 100-200 FAILED");
        assertThat(result).failedWith(FailureKind.CONTENT_FILTERED).attempted("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void failureOfOne_waitsForTheOther(Modes mode) {
        provider.on("a").fail(FailureKind.SERVER_ERROR).after(ms(150));
        provider.on("b").reply("hello").tokens(30, 20).after(ms(400));
        HybridRouter router = builder("1").build();

        assertThat(end(mode.begin(router, REQUEST))).isAnswered().servedBy("b");
        assertThat(timeLine()).containsExactly("a 0-150 FAILED", "b 100-500 ANSWERED");
        assertLedger(COST, Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void theNextAttempt_followsOnceBothHaveFailed(Modes mode) {
        provider.on("a")
                .fail(FailureKind.SERVER_ERROR)
                .after(ms(150))
                .then()
                .reply("again")
                .tokens(30, 20);
        provider.on("b").fail(FailureKind.TIMEOUT).after(ms(300));
        HybridRouter router = builder("1").build();

        assertThat(end(mode.begin(router, REQUEST)))
                .isAnswered()
                .attemptKinds(AttemptKind.PRIMARY, AttemptKind.HEDGE, AttemptKind.RETRY);
    }

    @Test
    void loser_thatFailsAfterTheWin_changesNothing() {
        CompletableFuture<ModelResponse> deaf = new DeafFuture<>();
        answerAfter(500, 100);
        HybridRouter router = builder("1")
                .adapter(new StubAdapter(() -> deaf, subscriber -> {}))
                .target(StubAdapter.target("deaf"))
                .strategies(RoutingStrategy.named(
                        "deaf-first",
                        (facts, view, chance) -> view.target().id().value().equals("deaf") ? 0 : 1))
                .budgets(BudgetPolicy.of(
                        Budget.builder("daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("1"))
                                .soft()
                                .build()))
                .build();
        CompletableFuture<RouteResult> call = router.routeAsync(REQUEST);

        clock.advance(ms(700));
        RouteResult won = call.join();
        deaf.completeExceptionally(new IllegalStateException("late"));

        assertThat(won).isAnswered().attemptKinds(AttemptKind.PRIMARY, AttemptKind.HEDGE);
        assertThat(router.explain(REQUEST).candidates()).allMatch(candidate -> candidate.admissible());
        assertThat(won.decision().attempts()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void cancellation_endsBothOnTheWire(Modes mode) {
        provider.on("a").hang();
        provider.on("b").hang();
        HybridRouter router = builder("1").build();
        Runnable cancel = begin(mode, router);
        clock.advance(ms(200));

        cancel.run();

        assertThat(timeLine()).containsExactly("a 0-200 CANCELLED", "b 100-200 CANCELLED");
        assertLedger(Money.ZERO, WORST.plus(WORST));
    }

    private static Runnable begin(Modes mode, HybridRouter router) {
        if (mode == Modes.ASYNC) {
            CompletableFuture<RouteResult> call = router.routeAsync(REQUEST);
            return () -> call.cancel(true);
        }
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);
        return probe::cancel;
    }

    @ParameterizedTest
    @EnumSource
    void killSwitch_ofOneTarget_leavesTheOther(Modes mode) {
        provider.on("a").hang();
        provider.on("b").reply("hello").tokens(30, 20).after(ms(300));
        HybridRouter router = builder("1").build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(ms(200));

        router.killSwitch().engage(KillOrder.cancelling(KillScope.target("a"), KillCause.OPERATOR, "a test", "tester"));

        assertThat(end(call)).isAnswered().servedBy("b");
        assertThat(timeLine()).containsExactly("a 0-200 CANCELLED", "b 100-400 ANSWERED");
    }

    @ParameterizedTest
    @EnumSource
    void killSwitch_ofEverything_endsBoth(Modes mode) {
        provider.on("a").hang();
        provider.on("b").hang();
        HybridRouter router = builder("1").build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(ms(200));

        router.killSwitch()
                .engage(KillOrder.cancelling(KillScope.everything(), KillCause.OPERATOR, "a test", "tester"));

        assertThat(call.get().orElseThrow()).failedWith(FailureKind.STOPPED).attempted("a", "b");
        assertThat(timeLine()).containsExactly("a 0-200 CANCELLED", "b 100-200 CANCELLED");
    }

    @ParameterizedTest
    @EnumSource
    void budget_forOneOnly_letsTheFirstGoOn(Modes mode) {
        answerAfter(500, 10);
        HybridRouter router = builder("0.0002").build();

        RouteResult result = end(mode.begin(router, REQUEST));

        assertThat(timeLine()).containsExactly("a 0-500 ANSWERED");
        assertThat(result).isAnswered().servedBy("a").rejected("b", RejectionReason.BUDGET);
        assertLedger(COST, Money.ZERO);
    }

    @Test
    void streams_raceToTheFirstContent_notToTheEnd() {
        provider.on("a").reply("a1", "a2", "a3").tokens(30, 20).after(ms(300)).every(ms(10));
        provider.on("b").reply("b1", "b2", "b3").tokens(30, 20).after(ms(150)).every(ms(400));
        HybridRouter router = builder("1").build();
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();

        router.stream(REQUEST).subscribe(probe);
        clock.advance(Duration.ofSeconds(5));

        probe.assertRulesKept();
        assertThat(timeLine()).hasSize(2).first().isEqualTo("a 0-250 CANCELLED");
        assertThat(Modes.closed(probe.events()).orElseThrow()).isAnswered().servedBy("b");
    }

    @ParameterizedTest
    @EnumSource
    void denialOfOneAnswer_leavesTheOther(Modes mode) {
        provider.on("a").reply("hello").tokens(30, 20).after(ms(500));
        provider.on("b").reply("poison").tokens(30, 20).after(ms(100));
        HybridRouter router =
                builder("1").guards(GuardPolicy.of(new WordGuard())).build();

        RouteResult result = end(mode.begin(router, REQUEST));

        assertThat(result).isAnswered().servedBy("a");
        assertThat(result.decision().attempts().get(0).failure().orElseThrow().kind())
                .isEqualTo(FailureKind.GUARDRAIL_BLOCKED);
    }

    /** A future that does not listen to those who cancel it. */
    private static final class DeafFuture<T> extends CompletableFuture<T> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
        }
    }
}
