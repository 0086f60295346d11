package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Routers that share a registry show each its own state, and take nothing of another away. */
@ExtendWith(HybridRouterExtension.class)
class RoutersOnOneRegistryTest {
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final MeterRegistry registry = new SimpleMeterRegistry();

    RoutersOnOneRegistryTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .sharedAdapter(provider)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("3", "15"))
                        .build())
                .cache(CachePolicy.defaults())
                .budgets(BudgetPolicy.of(
                        Budget.builder("day", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("1"))
                                .build()))
                .clock(clock)
                .scheduler(clock)
                .meterRegistry(registry);
    }

    private Set<String> of(String router) {
        return Search.in(registry).tag("router", router).meters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .collect(Collectors.toSet());
    }

    private Set<String> routers() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getTag("router"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @Test
    void twoRoutersShowTheSameAndReplacingOneLosesNothing() {
        HybridRouter old = builder().build();
        Set<String> names = of("default");
        HybridRouter next = builder().build();

        assertThat(names)
                .contains(
                        "hybridrouter.router",
                        "hybridrouter.request.active",
                        "hybridrouter.kill_switch.engaged",
                        "hybridrouter.budget.used",
                        "cache.size");
        assertThat(of("default-2")).isEqualTo(names);

        old.close();

        assertThat(of("default")).isEmpty();
        assertThat(of("default-2")).isEqualTo(names);

        next.close();

        assertThat(routers()).isEmpty();
    }

    @Test
    void everyGaugeOfARouterNamesIt() {
        HybridRouter router = builder().name("chat").build();

        assertThat(registry.getMeters())
                .filteredOn(meter -> meter.getId().getType() == Meter.Type.GAUGE)
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getTag("router")).isEqualTo("chat"));
        router.close();
    }

    @Test
    void aNameIsFreeAgainOnceItsRouterIsClosed() {
        builder().name("chat").build().close();
        HybridRouter again = builder().name("chat").build();

        assertThat(routers()).containsExactly("chat");
        again.close();
    }

    @Test
    void aRouterThatCannotBeBuiltLeavesNoMeterAndClaimsNothing() {
        PolicyControl taken = PolicyControl.of(RoutingPolicy.defaults());
        HybridRouter other = builder().name("other").policies(taken).build();
        BudgetControl control = BudgetControl.create();
        Set<Meter.Id> before = ids();

        assertThatThrownBy(() -> builder()
                        .name("chat")
                        .budgetControl(control)
                        .policies(taken)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("policies");

        assertThat(ids()).isEqualTo(before);
        HybridRouter chat = builder().name("chat").budgetControl(control).build();
        assertThat(routers()).containsExactlyInAnyOrder("chat", "other");
        chat.close();
        other.close();
    }

    private Set<Meter.Id> ids() {
        return registry.getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
    }

    @Test
    void theGaugesOfTwoRoutersReadEachItsOwn() {
        HybridRouter one = builder().name("one").build();
        HybridRouter other = builder().name("other").build();
        one.killSwitch().engage(KillOrder.draining(KillScope.everything(), KillCause.OPERATOR, "a test", "tester"));

        assertThat(engaged("one")).isEqualTo(1);
        assertThat(engaged("other")).isZero();
        one.close();
        other.close();
    }

    private double engaged(String router) {
        return registry.get("hybridrouter.kill_switch.engaged")
                .tag("router", router)
                .gauge()
                .value();
    }
}
