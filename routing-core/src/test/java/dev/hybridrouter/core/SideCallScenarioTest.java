package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a request cost is what the ledger settled for it, side calls included. Each inspection of the guard costs $0.02, each call
 * of the target $0.00002, each embedding $0.00001.
 */
@ExtendWith(HybridRouterExtension.class)
class SideCallScenarioTest {
    private static final Money INSPECTION = Money.usd("0.02");
    private static final Money CALL = Money.usd("0.00002");
    private static final Money EMBEDDING = Money.usd("0.00001");
    private static final GuardVerdict BLOCK = new GuardVerdict.Block("TOPIC", "ask about something else", List.of());

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final InMemoryLedger ledger = InMemoryLedger.create();
    private final Meters meters = new Meters();
    private final List<RouteResult> results = new ArrayList<>();
    private final ScriptedRemoteGuard guard = new ScriptedRemoteGuard(input -> report(GuardVerdict.pass(), INSPECTION));
    private final FakeEmbedder embedder = new FakeEmbedder();

    SideCallScenarioTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.onAny().reply("fine").tokens(10, 10);
        guard.upTo(INSPECTION);
    }

    private static CompletableFuture<GuardReport> report(GuardVerdict verdict, Money cost) {
        return CompletableFuture.completedFuture(GuardReport.costing(cost, verdict));
    }

    private static boolean isRequest(GuardInput input) {
        return input.direction() == GuardInput.Direction.REQUEST;
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .meterRegistry(meters.registry())
                .budgets(BudgetPolicy.of(Budget.builder(
                                "daily", BudgetScope.everything(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("100"))
                        .build()))
                .ledger(ledger);
    }

    private static CachePolicy.Builder semantic(FakeEmbedder embedder) {
        return CachePolicy.builder()
                .semantic(SemanticPolicy.builder(embedder, 0.95)
                        .withoutErrorLimit()
                        .build());
    }

    private static RouteRequest request(String text) {
        return RouteRequest.builder().user(text).maxTokens(100).build();
    }

    private RouteResult route(Modes mode, HybridRouter router, String text) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request(text));
        clock.advance(Duration.ofSeconds(1));
        return ended(call);
    }

    private RouteResult ended(Supplier<Optional<RouteResult>> call) {
        RouteResult result = call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
        results.add(result);
        return result;
    }

    private static Money cost(RouteResult result) {
        return result.decision().cost().orElseThrow();
    }

    /** The law: what the ledger settled and keeps pending is what decisions say, and nothing else is held any more. */
    private void assertBooksBalance() {
        AccountState account = ledger.accounts(clock.instant()).get(0);
        Money pending =
                results.stream().map(result -> result.decision().pendingCost()).reduce(Money.ZERO, Money::plus);
        assertThat(account.settled().plus(account.pending()))
                .isEqualTo(results.stream().map(SideCallScenarioTest::cost).reduce(Money.ZERO, Money::plus));
        assertThat(account.pending()).isEqualTo(pending);
        assertThat(account.reserved()).isEqualTo(Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void guardOfARequest_isInItsCost(Modes mode) {
        guard.behaving(input -> report(GuardVerdict.pass(), isRequest(input) ? INSPECTION : Money.ZERO));

        RouteResult result = route(mode, builder().guards(GuardPolicy.of(guard)).build(), "hi");

        assertThat(cost(result)).isEqualTo(INSPECTION.plus(CALL));
        assertThat(ledger.accounts(clock.instant()).get(0).settled()).isEqualTo(Money.usd("0.02002"));
        assertBooksBalance();
    }

    @ParameterizedTest
    @EnumSource
    void guardOfAnAnswer_isInItsCost_too(Modes mode) {
        RouteResult result = route(mode, builder().guards(GuardPolicy.of(guard)).build(), "hi");

        assertThat(result.decision().sideCalls())
                .extracting(
                        SideCall::name, SideCall::outcome, call -> call.cost().orElseThrow())
                .containsExactly(
                        tuple("remote", SideCall.Outcome.ANSWERED, INSPECTION),
                        tuple("remote", SideCall.Outcome.ANSWERED, INSPECTION));
        assertThat(cost(result)).isEqualTo(INSPECTION.plus(INSPECTION).plus(CALL));
        assertThat(result.decision().describe()).contains("side call REMOTE_GUARD remote ANSWERED", "cost $0.04002");
        assertBooksBalance();
    }

    @ParameterizedTest
    @EnumSource
    void denials_ofRequestsAndAnswers_costWhatTheirGuardsCost(Modes mode) {
        HybridRouter router = builder().guards(GuardPolicy.of(guard)).build();
        guard.behaving(input -> report(BLOCK, INSPECTION));
        RouteResult request = route(mode, router, "one");
        assertThat(request).isRejectedFor(RejectionReason.GUARD);
        assertThat(cost(request)).isEqualTo(INSPECTION);

        guard.behaving(input -> report(isRequest(input) ? GuardVerdict.pass() : BLOCK, INSPECTION));
        RouteResult answer = route(mode, router, "two");
        assertThat(answer.decision().sideCalls()).hasSize(2);
        assertBooksBalance();
    }

    @ParameterizedTest
    @EnumSource
    void everySideCallTogether_balances(Modes mode) {
        ScriptedSharedCache store = ScriptedSharedCache.create(clock);
        HybridRouter router = builder()
                .guards(GuardPolicy.of(guard))
                .cache(semantic(embedder)
                        .secondLevel(SecondLevel.builder(store, new byte[32]).build())
                        .build())
                .build();

        RouteResult missed = route(mode, router, "a");
        RouteResult repeated = route(mode, router, "a");
        RouteResult similar = route(mode, router, "b@0.99");
        RouteResult other = route(mode, router, "c@0.5");

        assertThat(missed.decision().sideCalls())
                .extracting(SideCall::kind)
                .containsExactly(
                        SideCall.Kind.REMOTE_GUARD,
                        SideCall.Kind.SHARED_CACHE,
                        SideCall.Kind.EMBEDDING,
                        SideCall.Kind.REMOTE_GUARD);
        assertThat(repeated.decision().cache().kind()).isEqualTo(CacheUse.Kind.HIT);
        assertThat(cost(repeated)).isEqualTo(INSPECTION);
        assertThat(similar.decision().cache().kind()).isEqualTo(CacheUse.Kind.SIMILAR);
        assertThat(cost(similar)).isEqualTo(INSPECTION.plus(EMBEDDING));
        assertThat(cost(other)).isEqualTo(cost(missed));
        assertBooksBalance();
    }

    @ParameterizedTest
    @EnumSource
    void sharedSearch_isInTheDecisionOfTheOneThatBeganIt(Modes mode) {
        CompletableFuture<Embedding> embedding = new CompletableFuture<>();
        embedder.behaving(call -> embedding);
        HybridRouter router = builder().cache(semantic(embedder).build()).build();

        List<Supplier<Optional<RouteResult>>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(mode.begin(router, request("a")));
        }
        embedding.complete(Embedding.of(FakeEmbedder.vector("a"), FakeEmbedder.TOKENS));
        clock.advance(Duration.ofSeconds(1));
        calls.forEach(this::ended);

        assertThat(results)
                .extracting(SideCallScenarioTest::cost)
                .containsExactly(EMBEDDING.plus(CALL), Money.ZERO, Money.ZERO);
        assertBooksBalance();
    }

    @Test
    void sharedSearch_whoseFirstCallerLeaves_isInTheDecisionOfTheNext() {
        CompletableFuture<Embedding> embedding = new CompletableFuture<>();
        HybridRouter router = builder().cache(semantic(embedder).build()).build();
        route(Modes.ASYNC, router, "known");
        embedder.behaving(call -> embedding);

        var first = router.routeAsync(request("b@0.99"));
        Supplier<Optional<RouteResult>> second = Modes.ASYNC.begin(router, request("b@0.99"));
        Supplier<Optional<RouteResult>> third = Modes.ASYNC.begin(router, request("b@0.99"));
        first.cancel(true);
        embedding.complete(Embedding.of(FakeEmbedder.vector("b@0.99"), FakeEmbedder.TOKENS));
        clock.advance(Duration.ofSeconds(1));

        assertThat(cost(ended(second))).isEqualTo(EMBEDDING);
        assertThat(cost(ended(third))).isEqualTo(Money.ZERO);
        assertBooksBalance();
    }

    @Test
    void callerThatLeaves_hasTheCancelledSearchInItsDecision_atTheMostItCanCost() {
        embedder.behaving(call -> new CompletableFuture<>());
        List<RouteResult> told = new ArrayList<>();
        HybridRouter router = builder()
                .cache(semantic(embedder).build())
                .listener(event -> {
                    if (event instanceof RequestEnded ended) {
                        told.add(ended.result());
                    }
                })
                .build();

        router.routeAsync(request("a")).cancel(true);

        assertThat(told).singleElement().satisfies(result -> {
            assertThat(result.decision().sideCalls())
                    .extracting(SideCall::outcome)
                    .containsExactly(SideCall.Outcome.CANCELLED);
            assertThat(result.decision().cost())
                    .hasValue(ledger.accounts(clock.instant()).get(0).pending());
        });
        assertThat(ledger.accounts(clock.instant()).get(0).pending()).isNotEqualTo(Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void callerThatLeavesAGuardAtWork_hasItInItsDecision(GuardInput.Direction at) {
        guard.behaving(
                input -> input.direction() == at ? new CompletableFuture<>() : report(GuardVerdict.pass(), INSPECTION));
        List<RouteResult> told = new ArrayList<>();
        HybridRouter router = builder()
                .guards(GuardPolicy.of(guard))
                .listener(event -> {
                    if (event instanceof RequestEnded ended) {
                        told.add(ended.result());
                    }
                })
                .build();

        router.routeAsync(request("hi")).cancel(true);

        assertThat(told).singleElement().satisfies(result -> {
            assertThat(result.decision().sideCalls())
                    .last()
                    .extracting(SideCall::outcome)
                    .isEqualTo(SideCall.Outcome.CANCELLED);
            assertThat(result.decision().pendingCost()).isGreaterThanOrEqualTo(INSPECTION);
        });
        assertThat(ledger.accounts(clock.instant()).get(0).reserved()).isEqualTo(Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void lateGuard_isInTheDecision_andItsLineStaysPending(Modes mode) {
        guard.behaving(input -> new CompletableFuture<>());
        Supplier<Optional<RouteResult>> call =
                mode.begin(builder().guards(GuardPolicy.of(guard)).build(), request("hi"));
        clock.advance(Duration.ofSeconds(2));

        RouteResult result = call.get().orElseThrow();
        assertThat(result).isRejectedFor(RejectionReason.GUARD_FAILED);
        assertThat(result.decision().sideCalls())
                .extracting(SideCall::outcome)
                .containsExactly(SideCall.Outcome.TIMED_OUT);
        assertThat(result.decision().cost()).hasValue(INSPECTION);
        assertThat(result.decision().pendingCost()).isEqualTo(INSPECTION);
        assertThat(ledger.accounts(clock.instant()).get(0).pending()).isEqualTo(INSPECTION);
    }

    @ParameterizedTest
    @EnumSource
    void guardThatKeepsFailing_isNotAsked_andDeniesAllTheSame(Modes mode) {
        guard.behaving(input -> CompletableFuture.failedFuture(new IllegalStateException("down")));
        HybridRouter router = builder().guards(GuardPolicy.of(guard)).build();
        for (int i = 0; i < 5; i++) {
            assertThat(route(mode, router, "hi")).isRejectedFor(RejectionReason.GUARD_FAILED);
        }
        guard.behaving(input -> report(GuardVerdict.pass(), INSPECTION));

        RouteResult denied = route(mode, router, "hi");
        assertThat(denied).isRejectedFor(RejectionReason.GUARD_FAILED);
        assertThat(denied.decision().reasons().get(0).retryAfter()).isPresent();
        assertThat(guard.asked).hasSize(5);

        clock.advance(Duration.ofSeconds(10));
        assertThat(route(mode, router, "hi")).servedBy("a");
    }

    @ParameterizedTest
    @EnumSource
    void refusedSideCall_isLoggedAndMetered_withItsReason(Modes mode) {
        guard.unpriced();
        HybridRouter router = builder().guards(GuardPolicy.of(guard)).build();
        try (LogTap log = LogTap.open()) {
            RouteResult result = route(mode, router, "a secret");

            assertThat(result).isRejectedFor(RejectionReason.BUDGET);
            assertThat(log.events())
                    .filteredOn(event -> event.getFormattedMessage().startsWith("Side call refused"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
                        assertThat(event.getFormattedMessage())
                                .isEqualTo("Side call refused: REMOTE_GUARD remote for BUDGET, after 0 ms");
                        assertThat(LogTap.value(event, "kind")).isEqualTo("REMOTE_GUARD");
                        assertThat(LogTap.value(event, "name")).isEqualTo("remote");
                        assertThat(LogTap.value(event, "reason")).isEqualTo("BUDGET");
                        assertThat(LogTap.value(event, "duration")).isEqualTo("PT0S");
                    });
        }
        assertThat(meters.registry()
                        .get("hybridrouter.side_call")
                        .tags("kind", "remote_guard", "name", "remote", "outcome", "refused")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
