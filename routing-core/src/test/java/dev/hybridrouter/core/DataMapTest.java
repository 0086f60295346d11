package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.DataMap;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RegionSet;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.Sensitivity;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.forecast.SpendForecaster;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.core.policy.DataPolicy;
import dev.hybridrouter.core.policy.DataRule;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.FlowSource;
import dev.hybridrouter.spi.control.KillStateStore;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The data map of a router with everything, and what it follows. */
@ExtendWith(HybridRouterExtension.class)
class DataMapTest {
    private static final LocalDate DAY = LocalDate.of(2025, 12, 1);
    private static final BudgetPolicy BUDGETS = BudgetPolicy.of(
            Budget.builder("all", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("1000"))
                    .build());
    private static final Handling FRANKFURT = Handling.builder()
            .operators("Amazon Web Services EMEA SARL")
            .callRegion("eu-central-1")
            .destinations(Destinations.declared(DAY, "operations", "eu-central-1", "eu-west-1"))
            .retention(Duration.ZERO)
            .sharing(Sharing.NONE)
            .declared(DAY, "operations")
            .build();

    private final ManualClock clock;
    private final ScriptedProvider provider;

    DataMapTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private PolicyControl policies() {
        DataRule everywhere = DataRule.builder()
                .residency(ResidencyRequirement.within(RegionSet.EU))
                .maxSharing(Sharing.OPERATOR)
                .build();
        return PolicyControl.of(
                RoutingPolicy.builder()
                        .data(DataPolicy.builder()
                                .everywhere(everywhere)
                                .operation(
                                        OperationType.BACKGROUND,
                                        DataRule.builder()
                                                .purposes("support", "billing")
                                                .build())
                                .sensitivity(
                                        Sensitivity.CONFIDENTIAL,
                                        DataRule.builder().noCache().build())
                                .tenant(
                                        "clinic",
                                        DataRule.builder().requireConsent().build())
                                .build())
                        .build(),
                clock);
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("first").handling(FRANKFURT).build())
                .clock(clock)
                .scheduler(clock);
    }

    private HybridRouter everything() {
        return builder()
                .target(provider.target("second").path(Path.MCP).build())
                .policies(policies())
                .requireResidency()
                .budgets(BUDGETS)
                .affinity(AffinityPolicy.defaults())
                .guards(GuardPolicy.of(
                        new WordGuard(),
                        new ScriptedRemoteGuard(input ->
                                        CompletableFuture.completedFuture(GuardReport.unpriced(GuardVerdict.pass())))
                                .named("far-off")
                                .handled(FRANKFURT)))
                .cache(CachePolicy.builder()
                        .staleIfError(Duration.ofHours(1))
                        .secondLevel(SecondLevel.builder(
                                        ScriptedSharedCache.create(clock).handling(FRANKFURT), new byte[32])
                                .build())
                        .semantic(SemanticPolicy.builder(new FakeEmbedder(), 0.9)
                                .withoutErrorLimit()
                                .build())
                        .build())
                .killState(KillStateStore.inMemory())
                .subjectStore(SpendForecaster.of(BUDGETS))
                .build();
    }

    private static String file(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(DataMapTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyFeatureIsInTheMap_asJsonAndAsAPage() throws IOException {
        DataMap map = everything().dataMap();

        assertThat(map.toJson().replace("},{", "},\n{") + "\n").isEqualTo(file("data-map.json"));
        assertThat(map.toMarkdown()).isEqualTo(file("data-map.md"));
    }

    @Test
    void smallestRouter_hasItsTargetAndItsMemoryOnly() {
        assertThat(builder().build().dataMap().flows().stream().map(DataFlow::id))
                .containsExactly("target:first", "memory:requests");
    }

    @Test
    void mapFollowsWhatIsRenewed_andTheEvidenceAges() {
        PolicyControl policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
        HybridRouter router = builder().policies(policies).build();
        DataMap before = router.dataMap();

        policies.renewHandling(
                "first", FRANKFURT.toBuilder().sharing(Sharing.OPERATOR).build(), "resolver", "as the provider tells");
        clock.advance(Duration.ofDays(2));
        DataMap after = router.dataMap();

        assertThat(before.flow("target:first").orElseThrow().handling().sharing())
                .isEqualTo(Sharing.NONE);
        assertThat(after.flow("target:first").orElseThrow().handling().sharing())
                .as("wider, and nobody vouched for it")
                .isEqualTo(Sharing.UNKNOWN);
        assertThat(age(after)).isEqualTo(age(before) + 2);
    }

    private static int age(DataMap map) {
        return Integer.parseInt(map.toJson().replaceAll(".*?\"destinations_age_days\":(\\d+).*", "$1"));
    }

    /** A listener that sends something on. */
    private record Exporter(String name) implements RouterListener, FlowSource {
        @Override
        public void onEvent(RouterEvent event) {}

        @Override
        public List<DataFlow> flows() {
            return List.of(
                    DataFlow.builder(FlowKind.FILE, name, FlowContent.FIGURES).build());
        }
    }

    @Test
    void hostsOwnSourcesAreAsked_andTwoOfOneIdAreAFault() {
        Exporter exporter = new Exporter("export");
        DataMap map = builder().listener(exporter).listener(exporter).build().dataMap();
        assertThat(map.flows().stream().map(DataFlow::id)).containsOnlyOnce("file:export");

        HybridRouter doubled = builder()
                .listener(exporter)
                .listener(new Exporter("other"))
                .feature(fitting -> fitting.flows(() -> exporter.flows()))
                .build();
        assertThatThrownBy(doubled::dataMap)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("dataMap.flows: file:export");
    }

    @Test
    void storesThatDoNotTell_areInTheMapAsUnknown() {
        DataFlow flow = builder()
                .killState(new KillStateStore() {
                    @Override
                    public List<KillEvent> load() {
                        return List.of();
                    }

                    @Override
                    public void save(KillEvent event) {}
                })
                .build()
                .dataMap()
                .flow("store:kill-state")
                .orElseThrow();

        assertThat(flow.handling()).isEqualTo(Handling.unknown());
        assertThat(flow.contents()).contains(FlowContent.NAMES);
    }
}
