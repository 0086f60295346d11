package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.ledger.Ledger;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands before remote guards, and what becomes of requests and answers they deny, fail or hang on. */
@ExtendWith(HybridRouterExtension.class)
class RemoteGuardTest {
    private static final GuardVerdict BLOCK = new GuardVerdict.Block("TOPIC", "ask about something else", List.of());

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final ScriptedRemoteGuard guard = new ScriptedRemoteGuard(input -> report(GuardVerdict.pass()));
    private final Ledger ledger = InMemoryLedger.create();

    RemoteGuardTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private static CompletableFuture<GuardReport> report(GuardVerdict verdict) {
        return CompletableFuture.completedFuture(GuardReport.costing(new Money(70), verdict));
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .destinations(new dev.hybridrouter.api.target.Destinations(
                                Set.of("eu-central-1"), LocalDate.of(2026, 1, 1), "declared in a test"))
                        .retention(Duration.ZERO)
                        .build())
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .guards(GuardPolicy.of(guard));
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request);
        clock.advance(Duration.ofSeconds(10));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    private RouteResult route(Modes mode, RequestContext.Builder context) {
        return route(
                mode,
                builder().build(),
                RouteRequest.builder().user("hi").context(context.build()).build());
    }

    private static boolean isRequest(GuardInput input) {
        return input.direction() == Direction.REQUEST;
    }

    @ParameterizedTest
    @EnumSource
    void requestAndAnswer_areBothInspected_beforeAnybodySeesThem(Modes mode) {
        provider.on("a").reply("hel", "lo");
        RouteResult result = route(mode, builder().build(), RouteRequest.of("hi"));

        assertThat(result.orElseThrow().text()).isEqualTo("hello");
        assertThat(guard.asked)
                .extracting(GuardInput::direction)
                .containsExactly(Direction.REQUEST, Direction.RESPONSE);
        assertThat(guard.asked.get(1).pieces().get(0).text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void denials_endRequestsAndAnswers(Modes mode) {
        provider.on("a").reply("hello");
        guard.behaving(input -> report(isRequest(input) ? BLOCK : GuardVerdict.pass()));
        assertThat(route(mode, builder().build(), RouteRequest.of("hi"))).isRejectedFor(RejectionReason.GUARD);
        assertThat(provider.history()).isEmpty();

        guard.behaving(input -> report(isRequest(input) ? GuardVerdict.pass() : BLOCK));
        assertThat(route(mode, builder().build(), RouteRequest.of("hi")))
                .failedWith(FailureKind.GUARDRAIL_BLOCKED)
                .attempted("a");
    }

    @ParameterizedTest
    @EnumSource
    void aGuardThatHangs_denies_andItsCallIsCancelled(Modes mode) {
        CompletableFuture<GuardReport> hanging = new CompletableFuture<>();
        guard.behaving(input -> hanging);

        assertThat(route(mode, builder().build(), RouteRequest.of("hi"))).isRejectedFor(RejectionReason.GUARD_FAILED);
        assertThat(hanging).isCancelled();
        assertThat(clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aGuardThatHangsOnAnAnswer_withholdsIt(Modes mode) {
        provider.on("a").reply("hello");
        guard.behaving(input -> isRequest(input) ? report(GuardVerdict.pass()) : new CompletableFuture<>());

        assertThat(route(mode, builder().build(), RouteRequest.of("hi"))).failedWith(FailureKind.GUARDRAIL_BLOCKED);
        assertThat(clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aGuardThatFails_denies(Modes mode) {
        guard.behaving(input -> CompletableFuture.failedFuture(new IllegalStateException("out of order")));

        assertThat(route(mode, builder().build(), RouteRequest.of("hi"))).isRejectedFor(RejectionReason.GUARD_FAILED);
        assertThat(provider.history()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void residency_bindsTheGuard_andUnknownIsOutside(Modes mode) {
        provider.on("a").reply("hello");
        ResidencyRequirement frankfurt = ResidencyRequirement.within("eu-central-1");

        assertThat(route(mode, RequestContext.builder().residency(frankfurt))).isRejectedFor(RejectionReason.RESIDENCY);
        guard.within("us-east-1");
        assertThat(route(mode, RequestContext.builder().residency(frankfurt))).isRejectedFor(RejectionReason.RESIDENCY);
        assertThat(guard.asked).isEmpty();
        guard.within("eu-central-1");
        assertThat(route(mode, RequestContext.builder().residency(frankfurt))).servedBy("a");
    }

    @ParameterizedTest
    @EnumSource
    void retention_bindsTheGuard_andUnknownIsTooLong(Modes mode) {
        provider.on("a").reply("hello");
        Duration day = Duration.ofDays(1);

        assertThat(route(mode, RequestContext.builder().maxRetention(day))).isRejectedFor(RejectionReason.RETENTION);
        guard.keeping(Duration.ofDays(2));
        assertThat(route(mode, RequestContext.builder().maxRetention(day))).isRejectedFor(RejectionReason.RETENTION);
        assertThat(guard.asked).isEmpty();
        guard.keeping(Duration.ZERO);
        assertThat(route(mode, RequestContext.builder().maxRetention(day))).servedBy("a");
    }

    private HybridRouter budgeted(String usd) {
        return builder()
                .budgets(BudgetPolicy.of(
                        Budget.builder("daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd(usd))
                                .build()))
                .ledger(ledger)
                .build();
    }

    private AccountState account() {
        return ledger.accounts(clock.instant()).get(0);
    }

    @Test
    void whatGuardsCost_isHeldAndSettled() {
        provider.on("a").reply("hello").tokens(10, 10);

        route(
                Modes.ASYNC,
                budgeted("1"),
                RouteRequest.builder().user("hi").maxTokens(100).build());

        assertThat(account().settled()).isEqualTo(new Money(70 + 70 + 20 * 1_000));
        assertThat(account().reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void aGuardNobodyCanPay_orPrice_isNotAsked() {
        RouteRequest request = RouteRequest.builder().user("hi").maxTokens(100).build();

        assertThat(route(Modes.ASYNC, budgeted("0.00000005"), request)).isRejectedFor(RejectionReason.BUDGET);
        guard.unpriced();
        assertThat(route(Modes.ASYNC, budgeted("1"), request)).isRejectedFor(RejectionReason.BUDGET);
        assertThat(guard.asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theKillSwitch_stopsGuardsToo(Modes mode) {
        HybridRouter router = builder().build();
        router.killSwitch().engage(KillOrder.draining(KillScope.everything(), KillCause.SECURITY, "a test", "tester"));

        assertThat(route(mode, router, RouteRequest.of("hi"))).isRejectedFor(RejectionReason.KILL_SWITCH);
        assertThat(guard.asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aStageOfTheKillSwitch_letsTheSameRequestsToGuardsAndProvider(Modes mode) {
        provider.onAny().reply("fine");
        HybridRouter router = builder().build();
        KillScope all = KillScope.everything();
        router.killSwitch().engage(KillOrder.draining(all, KillCause.OPERATOR, "a test", "tester"));
        router.killSwitch().reopen(all, 10, "tester", "a tenth");
        int answered = 0;
        for (int i = 0; i < 200; i++) {
            answered += route(mode, router, RouteRequest.of("hi")) instanceof RouteResult.Answered ? 1 : 0;
        }

        assertThat(answered).isBetween(15, 25);
        assertThat(provider.calls("a")).hasSize(answered);
        assertThat(guard.asked.stream().filter(RemoteGuardTest::isRequest)).hasSize(answered);
    }

    @ParameterizedTest
    @EnumSource
    void theTimeAGuardTakes_isTheRequests(Modes mode) {
        provider.on("a").hang();
        guard.behaving(input -> {
            CompletableFuture<GuardReport> late = new CompletableFuture<>();
            var unused = clock.schedule(
                    () -> late.complete(GuardReport.costing(Money.ZERO, GuardVerdict.pass())),
                    Duration.ofMillis(1_500).toNanos());
            return late;
        });
        Supplier<Optional<RouteResult>> call = mode.begin(
                builder().build(),
                RouteRequest.builder()
                        .user("hi")
                        .context(RequestContext.builder()
                                .deadline(Duration.ofSeconds(2))
                                .build())
                        .build());

        clock.advance(Duration.ofMillis(1_999));
        assertThat(call.get()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(call.get().orElseThrow()).failedWith(FailureKind.TIMEOUT);
    }

    @Test
    void cancelling_reachesTheGuard() {
        CompletableFuture<GuardReport> hanging = new CompletableFuture<>();
        guard.behaving(input -> hanging);
        var call = builder().build().routeAsync(RouteRequest.of("hi"));

        call.cancel(true);

        assertThat(hanging).isCancelled();
        assertThat(clock.pendingTasks()).isZero();
    }
}
