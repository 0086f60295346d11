package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.policy.KillRule;
import dev.hybridrouter.core.policy.KillRule.Grain;
import dev.hybridrouter.core.policy.KillRules;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When the kill switch is thrown by itself, and how it opens again. */
@ExtendWith(HybridRouterExtension.class)
class KillRulesTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final KillScope A = KillScope.target("a");

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final List<KillEvent> told = new ArrayList<>();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    KillRulesTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router(KillRules.Builder rules) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("100", "1"))
                        .build())
                .target(provider.target("b")
                        .price(TokenPrice.perMillion("100", "1"))
                        .build())
                .strategies(RoutingStrategy.named("as-added", (request, view, chance) -> 0))
                .retry(RetryPolicy.builder().maxAttempts(1).build())
                .breaker(BreakerPolicy.builder()
                        .failures(1_000)
                        .window(1_000)
                        .inARow(1_000)
                        .build())
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .meterRegistry(registry)
                .killRules(rules.build())
                .listener(new RecordingKills(told))
                .build();
    }

    private static KillRules.Builder errorRate(Grain grain) {
        return KillRules.builder().rule(new KillRule.ErrorRate(grain, 0.5, 4, MINUTE));
    }

    private RouteResult send(HybridRouter router) {
        var call = router.routeAsync(REQUEST);
        clock.advance(Duration.ofMillis(10));
        return call.toCompletableFuture().join();
    }

    private void send(HybridRouter router, int times) {
        for (int i = 0; i < times; i++) {
            send(router);
        }
    }

    @Test
    void tooManyErrors_stopTheirTargetAlone() {
        provider.on("a").fail(FailureKind.OTHER);
        provider.on("b").reply("hello");
        HybridRouter router = router(errorRate(Grain.TARGET));

        send(router, 3);
        assertThat(told).as("the fourth attempt is the least it takes").isEmpty();
        send(router, 1);

        assertThat(told).hasSize(1);
        KillEvent event = told.get(0);
        assertThat(event.scope()).isEqualTo(A);
        assertThat(event.cause()).isEqualTo(KillCause.ERROR_RATE);
        assertThat(event.by()).isEqualTo("rule");
        assertThat(event.note()).contains("4 of 4");
        assertThat(send(router)).servedBy("b").rejected("a", RejectionReason.KILL_SWITCH);
        assertThat(registry.get("hybridrouter.kill_switch.engaged").gauge().value())
                .isEqualTo(1);
        assertThat(registry.get("hybridrouter.kill_switch.events")
                        .tags("cause", "error_rate", "open", "0")
                        .counter()
                        .count())
                .isEqualTo(1);
        router.close();
        assertThat(registry.find("hybridrouter.kill_switch.engaged").gauge()).isNull();
    }

    @Test
    void asManyErrorsAsAreBorne_stopNothing() {
        provider.on("a").fail(FailureKind.OTHER).then().reply("fine");
        HybridRouter router = router(errorRate(Grain.TARGET));

        send(router, 2);
        provider.reset();
        provider.on("a").reply("fine").then().fail(FailureKind.OTHER);
        send(router, 2);

        assertThat(told).as("2 of 4 is what is borne").isEmpty();
    }

    @Test
    void errorsThatAreOld_orSayNothingOfTheTarget_areNotCounted() {
        provider.on("a").fail(FailureKind.OTHER);
        HybridRouter router = router(errorRate(Grain.TARGET));

        send(router, 3);
        clock.advance(MINUTE.multipliedBy(2));
        send(router, 3);
        assertThat(told).isEmpty();

        provider.reset();
        provider.on("a").fail(FailureKind.INVALID_REQUEST);
        send(router, 20);
        assertThat(told).isEmpty();
    }

    @Test
    void tooMuchSpent_stopsAll() {
        provider.onAny().reply("hello").tokens(4_000, 0);
        HybridRouter router = router(KillRules.builder().rule(KillRule.Spend.perHour(Money.usd("1"))));

        send(router, 2);
        assertThat(told).isEmpty();
        send(router, 1);

        assertThat(told).hasSize(1);
        assertThat(told.get(0).scope()).isEqualTo(KillScope.everything());
        assertThat(told.get(0).cause()).isEqualTo(KillCause.SPEND);
        assertThat(send(router)).isRejectedFor(RejectionReason.KILL_SWITCH);
    }

    @Test
    void whatARuleStopped_opensInStages_ifAsked() {
        provider.on("a").fail(FailureKind.OTHER);
        HybridRouter router = router(errorRate(Grain.TARGET).reopening(MINUTE, Duration.ofSeconds(10)));
        send(router, 4);
        provider.reset();
        provider.onAny().reply("fine");

        clock.advance(MINUTE);
        assertThat(told).last().extracting(KillEvent::openPercent).isEqualTo(10);
        send(router, 30);
        clock.advance(Duration.ofSeconds(10));
        assertThat(told).last().extracting(KillEvent::openPercent).isEqualTo(50);
        send(router, 30);
        clock.advance(Duration.ofSeconds(10));
        assertThat(told).last().extracting(KillEvent::openPercent).isEqualTo(100);
        assertThat(router.killSwitch().engaged()).isEmpty();
        assertThat(send(router)).servedBy("a");
    }

    @Test
    void errorsDuringAStage_throwItAgain_andTheStagesBeginAnew() {
        provider.on("a").fail(FailureKind.OTHER);
        provider.on("b").reply("fine");
        HybridRouter router = router(errorRate(Grain.TARGET).reopening(MINUTE, MINUTE));
        send(router, 4);
        clock.advance(MINUTE);
        assertThat(told).last().extracting(KillEvent::openPercent).isEqualTo(10);

        send(router, 40);
        assertThat(told).last().extracting(KillEvent::openPercent).isEqualTo(0);
        clock.advance(Duration.ofSeconds(30));
        assertThat(told)
                .as("the stages of the first throw are over")
                .last()
                .extracting(KillEvent::openPercent)
                .isEqualTo(0);
        router.close(); // leaves no stage behind
    }

    @Test
    void aStage_lastsUntilEnoughHasPassedToTell() {
        provider.on("a").fail(FailureKind.OTHER);
        HybridRouter router = router(KillRules.builder()
                .rule(new KillRule.ErrorRate(Grain.TARGET, 0.5, 40, MINUTE))
                .reopening(MINUTE, MINUTE));
        send(router, 40);
        provider.reset();
        provider.onAny().reply("fine");
        clock.advance(MINUTE);
        assertThat(told).last().extracting(KillEvent::openPercent).isEqualTo(10);

        clock.advance(MINUTE.multipliedBy(5));
        sendUntilServedByA(router, 3);
        clock.advance(MINUTE.minusSeconds(20));
        assertThat(told)
                .last()
                .as("four is a tenth of forty")
                .extracting(KillEvent::openPercent)
                .isEqualTo(10);

        sendUntilServedByA(router, 4);
        clock.advance(MINUTE.minusSeconds(20));
        assertThat(told).last().extracting(KillEvent::openPercent).isEqualTo(50);
        router.close(); // leaves no stage behind
    }

    /** Sends in the middle of a stage, twenty seconds after it was looked at. */
    private void sendUntilServedByA(HybridRouter router, int times) {
        clock.advance(Duration.ofSeconds(20).minusMillis(clock.elapsed().toMillis() % 20_000));
        int served = 0;
        while (served < times) {
            if (send(router) instanceof RouteResult.Answered answered
                    && answered.target().value().equals("a")) {
                served++;
            }
        }
    }

    @Test
    void lessThanTheRuleAsks_isEnoughToThrowItAgain_whileLessPasses() {
        provider.on("a").fail(FailureKind.OTHER);
        provider.on("b").reply("fine");
        HybridRouter router = router(KillRules.builder()
                .rule(new KillRule.ErrorRate(Grain.TARGET, 0.5, 40, MINUTE))
                .reopening(MINUTE, MINUTE));
        send(router, 40);
        clock.advance(MINUTE);
        told.clear();

        while (told.isEmpty()) {
            send(router);
        }
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.openPercent()).isZero();
            assertThat(event.note()).startsWith("4 of 4 ");
        });
        router.close(); // leaves no stage behind
    }

    @Test
    void errorsThatSayNothingOfTheTarget_doNotHideThoseThatDo() {
        provider.on("a")
                .fail(FailureKind.OTHER)
                .then()
                .fail(FailureKind.INVALID_REQUEST)
                .then()
                .fail(FailureKind.CONTENT_FILTERED)
                .then()
                .fail(FailureKind.OTHER)
                .then()
                .fail(FailureKind.INVALID_REQUEST)
                .then()
                .reply("fine")
                .then()
                .fail(FailureKind.OTHER);
        HybridRouter router = router(errorRate(Grain.TARGET));

        send(router, 7);

        assertThat(told).singleElement().extracting(KillEvent::note).asString().startsWith("3 of 4 ");
    }

    @Test
    void whatWasSpent_isNotForgotten_whenItOpens() {
        provider.onAny().reply("hello").tokens(4_000, 0); // 40 cents
        HybridRouter router = router(
                KillRules.builder().rule(KillRule.Spend.perHour(Money.usd("1"))).reopening(MINUTE, MINUTE));
        send(router, 3);
        assertThat(told).last().extracting(KillEvent::openPercent).isEqualTo(0);

        clock.advance(MINUTE.multipliedBy(50));
        assertThat(told).as("the hour is not over").hasSize(1);
        clock.advance(MINUTE.multipliedBy(20));
        assertThat(told).extracting(KillEvent::openPercent).containsExactly(0, 10, 50, 100);

        send(router, 3);
        assertThat(told).last().extracting(KillEvent::openPercent).isEqualTo(0);
        router.killSwitch().reopen(KillScope.everything(), 100, "ann", "month end");
        send(router, 1);
        assertThat(told)
                .as("a person does not undo what was spent")
                .last()
                .extracting(KillEvent::openPercent)
                .isEqualTo(0);
        router.close(); // leaves no stage behind
    }

    @Test
    void whatAPersonOpenedByAStage_andARuleStopped_doesNotOpen() {
        provider.on("a").fail(FailureKind.OTHER);
        provider.on("b").reply("fine");
        HybridRouter router = router(errorRate(Grain.TARGET).reopening(MINUTE, MINUTE));
        router.killSwitch().engage(KillOrder.draining(A, KillCause.OPERATOR, "slow", "ann"));
        router.killSwitch().reopen(A, 10, "ann", "a tenth");
        send(router, 40);
        assertThat(told).last().extracting(KillEvent::by).isEqualTo("rule");

        clock.advance(MINUTE.multipliedBy(10));
        assertThat(router.killSwitch().engaged())
                .singleElement()
                .extracting(KillEvent::openPercent)
                .isEqualTo(0);
    }

    @Test
    void whatAPersonStoppedMeanwhile_doesNotOpen() {
        provider.on("a").fail(FailureKind.OTHER);
        HybridRouter router = router(errorRate(Grain.TARGET).reopening(MINUTE, MINUTE));
        send(router, 4);

        router.killSwitch().engage(KillOrder.draining(A, KillCause.SECURITY, "keys leaked", "ann"));
        clock.advance(MINUTE.multipliedBy(10));

        assertThat(router.killSwitch().engaged()).singleElement().satisfies(event -> {
            assertThat(event.openPercent()).isZero();
            assertThat(event.cause()).isEqualTo(KillCause.SECURITY);
        });
    }

    @Test
    void aStickyCauseStays_whateverRulesDoLater() {
        provider.on("a").fail(FailureKind.OTHER);
        HybridRouter router = router(errorRate(Grain.TARGET).reopening(MINUTE, MINUTE));
        router.killSwitch().engage(KillOrder.draining(A, KillCause.SECURITY, "keys leaked", "ann"));
        router.killSwitch().reopen(A, 50, "ann", "try");
        provider.on("b").reply("fine");

        send(router, 40);
        assertThat(told).last().satisfies(event -> {
            assertThat(event.by()).isEqualTo("rule");
            assertThat(event.cause()).isEqualTo(KillCause.SECURITY);
        });
        clock.advance(MINUTE.multipliedBy(10));
        assertThat(router.killSwitch().engaged())
                .singleElement()
                .extracting(KillEvent::openPercent)
                .isEqualTo(0);
    }

    @Test
    void grainsStopWhatTheyName() {
        provider.on("a").fail(FailureKind.OTHER);
        HybridRouter router = router(errorRate(Grain.ADAPTER));
        send(router, 4);

        assertThat(told).singleElement().extracting(KillEvent::scope).isEqualTo(KillScope.adapter(provider.id()));
    }

    @Test
    void tooManyDenials_stopTheirTenant_untilAPersonOpensIt() {
        provider.onAny().reply("fine");
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .clock(clock)
                .scheduler(clock)
                .guards(GuardPolicy.of(new WordGuard()))
                .killRules(KillRules.builder()
                        .rule(new KillRule.Denials(2, MINUTE))
                        .reopening(MINUTE, MINUTE)
                        .build())
                .listener(new RecordingKills(told))
                .build();
        for (int i = 0; i < 3; i++) {
            assertThat(router.route(of("acme", "poison"))).isRejectedFor(RejectionReason.GUARD);
        }
        clock.advance(MINUTE.multipliedBy(10));

        assertThat(router.route(of("acme", "hi"))).isRejectedFor(RejectionReason.KILL_SWITCH);
        assertThat(router.route(of("umbrella", "hi"))).servedBy("a");
        assertThat(told).singleElement().extracting(KillEvent::cause).isEqualTo(KillCause.SECURITY);
    }

    private static RouteRequest of(String tenant, String text) {
        return RouteRequest.builder()
                .user(text)
                .context(RequestContext.builder().tenant(tenant).build())
                .build();
    }

    @Test
    void badRulesAreRefused() {
        assertThatThrownBy(() -> new KillRule.ErrorRate(Grain.PATH, 1.5, 4, MINUTE))
                .hasMessageContaining("killRule.most");
        assertThatThrownBy(() -> new KillRule.ErrorRate(Grain.PATH, 0.5, 0, MINUTE))
                .hasMessageContaining("killRule.leastAttempts");
        assertThatThrownBy(() -> new KillRule.Spend(Grain.PATH, Money.ZERO, Duration.ofMillis(1)))
                .hasMessageContaining("killRule.window");
        assertThatThrownBy(() -> KillRules.builder().build()).hasMessageContaining("killRules");
    }
}
