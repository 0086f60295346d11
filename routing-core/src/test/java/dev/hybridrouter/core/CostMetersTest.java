package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.budget.CutAnswer;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is metered of money. Every token costs a thousandth of a dollar. */
@ExtendWith(HybridRouterExtension.class)
class CostMetersTest {
    private static final double A_NANO = 1e-9;

    private final Meters meters = new Meters();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    CostMetersTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1000", "1000"))
                        .build())
                .target(provider.target("b")
                        .price(TokenPrice.perMillion("1000", "1000"))
                        .build())
                .meterRegistry(meters.registry());
    }

    private HybridRouter budgeted() {
        return builder()
                .budgets(BudgetPolicy.builder()
                        .budget(Budget.builder(
                                        "all",
                                        BudgetScope.everything(),
                                        BudgetWindow.day(ZoneOffset.UTC),
                                        Money.usd("4"))
                                .build())
                        .budget(Budget.builder(
                                        "tenants",
                                        BudgetScope.tenant(),
                                        BudgetWindow.day(ZoneOffset.UTC),
                                        Money.usd("1"))
                                .amountFor("big", Money.usd("2"))
                                .build())
                        .cutAnswer(CutAnswer.DELIVERED)
                        .build())
                .build();
    }

    private void route(Modes mode, HybridRouter router, String tenant) {
        RouteRequest request = RouteRequest.builder()
                .user("hi")
                .maxTokens(600)
                .context(RequestContext.builder().tenant(tenant).build())
                .build();
        Supplier<?> call = mode.begin(router, request);
        clock.advance(Duration.ofSeconds(1));
        assertThat(call.get()).isNotNull();
    }

    private double cost(String target, String kind, boolean estimated) {
        return meters.registry()
                .get("hybridrouter.cost")
                .tags("target", target, "kind", kind, "estimated", Boolean.toString(estimated))
                .counter()
                .count();
    }

    private double budget(String meter, String budget) {
        return meters.registry().get(meter).tag("budget", budget).gauge().value();
    }

    private double events(String budget, String event) {
        return meters.registry()
                .get("hybridrouter.budget.events")
                .tags("budget", budget, "event", event)
                .counter()
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void cost_isCountedByTargetAndKindOfAttempt(Modes mode) {
        provider.on("a").reply("hello").usage(TokenUsage.of(30, 20)).then().fail(FailureKind.SERVER_ERROR);
        provider.on("b").reply("hello").usage(TokenUsage.of(5, 2));
        HybridRouter router = builder().build();

        route(mode, router, "t");
        route(mode, router, "t");

        assertThat(cost("a", "primary", false)).isCloseTo(0.050, within(A_NANO));
        assertThat(cost("b", "fallback", false)).isCloseTo(0.007, within(A_NANO));
        Meter meter =
                meters.registry().get("hybridrouter.cost").meters().iterator().next();
        assertThat(meter.getId().getBaseUnit()).isEqualTo("usd");
    }

    @Test
    void cost_whenAStreamBreaksInTheMiddle_isCountedAsEstimated() {
        provider.on("a").reply("hello", " there", " everybody").failAfter(2, FailureKind.STREAM_BROKEN);

        route(Modes.STREAM, budgeted(), "t");

        assertThat(cost("a", "primary", true)).isPositive();
        assertThat(meters.registry()
                        .find("hybridrouter.cost")
                        .tag("estimated", "false")
                        .meters())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void cost_whenNobodyKnowsIt_countsTheAttempt(Modes mode) {
        provider.on("a").fail(FailureKind.TIMEOUT);
        provider.on("b").reply("hello").usage(TokenUsage.of(5, 2));

        route(mode, builder().build(), "t");

        assertThat(meters.registry()
                        .get("hybridrouter.cost.unknown")
                        .tags("target", "a", "kind", "primary")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void budget_showsItsFullestAccountAndHowManyThereAre() {
        provider.onAny().reply("hello").usage(TokenUsage.of(100, 100));
        HybridRouter router = budgeted();

        assertThat(budget("hybridrouter.budget.used", "tenants")).isZero();
        route(Modes.ASYNC, router, "small");
        route(Modes.ASYNC, router, "big");
        route(Modes.ASYNC, router, "big");

        assertThat(budget("hybridrouter.budget.used", "tenants")).isCloseTo(0.2, within(A_NANO));
        assertThat(budget("hybridrouter.budget.accounts", "tenants")).isEqualTo(2);
        assertThat(budget("hybridrouter.budget.used", "all")).isCloseTo(0.15, within(A_NANO));
    }

    @Test
    void budget_countsThresholdsAndOverruns() {
        provider.onAny().reply("hello").usage(TokenUsage.of(900, 600));

        route(Modes.ASYNC, budgeted(), "t");

        assertThat(events("tenants", "threshold_50")).isEqualTo(1);
        assertThat(events("tenants", "overrun")).isEqualTo(1);
        assertThat(events("all", "overrun")).isEqualTo(1);
    }

    @Test
    void budget_whenTheRouterIsClosed_isNoLongerShown() {
        HybridRouter router = budgeted();
        assertThat(meters.has("hybridrouter.budget.used")).isTrue();

        router.close();

        assertThat(meters.has("hybridrouter.budget.used")).isFalse();
        assertThat(meters.has("hybridrouter.budget.accounts")).isFalse();
    }
}
