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
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that end while their adapter still waits to send them: they cost and hold nothing, and are never sent. */
@ExtendWith(HybridRouterExtension.class)
class UnsentCallsTest {
    private static final Duration QUEUE = Duration.ofSeconds(5);

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final InMemoryLedger ledger = InMemoryLedger.create();

    UnsentCallsTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router(ProviderAdapter adapter, String... targets) {
        HybridRouterBuilder builder = HybridRouterBuilder.create()
                .adapter(adapter)
                .clock(clock)
                .scheduler(clock)
                .ledger(ledger)
                .budgets(BudgetPolicy.of(
                        Budget.builder("daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("1"))
                                .build()));
        for (String target : targets) {
            builder.target(provider.target(target)
                    .price(TokenPrice.perMillion("1", "1"))
                    .build());
        }
        return builder.build();
    }

    private static RouteRequest request(Duration deadline) {
        return RouteRequest.builder()
                .user("hi")
                .maxTokens(100)
                .context(RequestContext.builder().deadline(deadline).build())
                .build();
    }

    private static KillOrder drain(KillScope scope) {
        return KillOrder.draining(scope, KillCause.OPERATOR, "a test", "tester");
    }

    private void assertNothingHeld(RouteResult result) {
        assertThat(result.decision().cost()).hasValue(Money.ZERO);
        assertThat(ledger.accounts(clock.instant()))
                .extracting(AccountState::committed)
                .containsOnly(Money.ZERO);
        assertThat(ledger.pending()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void timeOutBeforeItIsSent_costsNothing(Modes mode) {
        provider.on("a").reply("late").queuedFor(QUEUE);
        Supplier<Optional<RouteResult>> result = mode.begin(router(provider, "a"), request(Duration.ofSeconds(2)));

        clock.advance(Duration.ofSeconds(10));

        RouteResult.Failed failed = (RouteResult.Failed) result.get().orElseThrow();
        assertThat(failed.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(failed.failure().billing()).isEqualTo(Billing.NONE);
        assertThat(provider.history()).noneMatch(ScriptedCall::isSent);
        assertNothingHeld(failed);
    }

    @ParameterizedTest
    @EnumSource
    void timeOutAfterItIsSent_staysPending(Modes mode) {
        provider.on("a").hang();
        Supplier<Optional<RouteResult>> result = mode.begin(router(provider, "a"), request(Duration.ofSeconds(2)));

        clock.advance(Duration.ofSeconds(10));

        assertThat(result.get().orElseThrow()).failedWith(FailureKind.TIMEOUT);
        assertThat(ledger.pending()).hasSize(1);
    }

    @Test
    void cancelBeforeItIsSent_costsNothing_andItNeverIs() {
        provider.on("a").reply("late").queuedFor(QUEUE);
        HybridRouter router = router(provider, "a");
        var call = router.routeAsync(request(Duration.ofSeconds(20)));
        StreamProbe<StreamEvent> stream = StreamProbe.unbounded();
        router.stream(request(Duration.ofSeconds(20))).subscribe(stream);

        call.cancel(true);
        stream.cancel();
        clock.advance(Duration.ofSeconds(10));

        assertThat(provider.history()).hasSize(2).noneMatch(ScriptedCall::isSent);
        assertThat(ledger.accounts(clock.instant()))
                .extracting(AccountState::committed)
                .containsOnly(Money.ZERO);
        assertThat(ledger.pending()).isEmpty();
    }

    @Test
    void adapterThatDoesNotReportSending_mayHaveSentIt() {
        provider.on("a").reply("late").queuedFor(QUEUE);
        router(new SilentAdapter(provider), "a")
                .routeAsync(request(Duration.ofSeconds(20)))
                .cancel(true);

        assertThat(ledger.pending()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void drainingSwitch_letsASentCallEnd_andStopsOneThatWaits(Modes mode) {
        provider.on("waits").reply("late").queuedFor(QUEUE);
        provider.on("sent").reply("answer").after(QUEUE);
        HybridRouter waiting = router(provider, "waits");
        HybridRouter sending = router(provider, "sent");
        Supplier<Optional<RouteResult>> waits = mode.begin(waiting, request(Duration.ofSeconds(20)));
        Supplier<Optional<RouteResult>> sent = mode.begin(sending, request(Duration.ofSeconds(20)));

        for (HybridRouter router : new HybridRouter[] {waiting, sending}) {
            router.killSwitch().engage(drain(KillScope.everything()));
        }
        clock.advance(Duration.ofSeconds(10));

        assertThat(sent.get().orElseThrow()).isAnswered();
        RouteResult stopped = waits.get().orElseThrow();
        assertThat(stopped).failedWith(FailureKind.STOPPED);
        assertThat(provider.calls("waits")).hasSize(1).noneMatch(ScriptedCall::isSent);
        assertThat(stopped.decision().cost()).hasValue(Money.ZERO);
    }

    @Test
    void stoppedWhileItWaits_fallsBackToATargetThatIsNot() {
        provider.on("a").reply("late").queuedFor(QUEUE);
        provider.on("b").reply("from b");
        HybridRouter router = router(provider, "a", "b");
        var call = router.routeAsync(request(Duration.ofSeconds(20)));

        router.killSwitch().engage(drain(KillScope.target("a")));
        clock.advance(Duration.ofSeconds(6));

        assertThat(call.join()).servedBy("b");
        assertThat(provider.calls("a")).noneMatch(ScriptedCall::isSent);
    }
}
