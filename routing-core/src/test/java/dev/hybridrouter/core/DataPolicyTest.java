package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.request.Sensitivity;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.policy.DataPolicy;
import dev.hybridrouter.core.policy.DataRule;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.policy.PolicyChange;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules about data that hold whether a request asks for them or not. */
@ExtendWith(HybridRouterExtension.class)
class DataPolicyTest {
    private static final byte[] SECRET = "a secret of 32 bytes or even more".getBytes(StandardCharsets.UTF_8);
    private static final RouteRequest PLAIN = RouteRequest.of("What is a router?");
    private static final DataRule IN_EUROPE = DataRule.builder()
            .residency(ResidencyRequirement.within("eu-central-1", "eu-west-1"))
            .build();

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final LocalDate today;

    DataPolicyTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static DataPolicy everywhere(DataRule rule) {
        return DataPolicy.builder().everywhere(rule).build();
    }

    private static ScriptedRemoteGuard passing() {
        return new ScriptedRemoteGuard(
                input -> CompletableFuture.completedFuture(GuardReport.unpriced(GuardVerdict.pass())));
    }

    private static RouteRequest by(RequestContext.Builder context) {
        return PLAIN.toBuilder().context(context.build()).build();
    }

    private Handling in(String region) {
        return Handling.builder()
                .destinations(Destinations.declared(today, "the test", region))
                .retention(Duration.ZERO)
                .sharing(Sharing.NONE)
                .declared(today, "the test")
                .build();
    }

    private Target target(String name, Handling handling) {
        return provider.target(name).handling(handling).build();
    }

    private HybridRouterBuilder frankfurtAndVirginia() {
        return Routers.over(clock, provider)
                .target(target("virginia", in("us-east-1")))
                .target(target("frankfurt", in("eu-central-1")));
    }

    private RouteResult route(HybridRouter router, RouteRequest request) {
        return route(Modes.ASYNC, router, request);
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request);
        for (int seconds = 0; seconds < 60 && call.get().isEmpty(); seconds++) {
            clock.advance(Duration.ofSeconds(1));
        }
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    @ParameterizedTest
    @EnumSource
    void residencyOfThePolicy_bindsRequestsThatAskForNone(Modes mode) {
        provider.onAny().reply("here");
        HybridRouter router =
                frankfurtAndVirginia().dataPolicy(everywhere(IN_EUROPE)).build();

        RouteResult result = route(mode, router, PLAIN);

        assertThat(result.decision()).servedBy("frankfurt").rejected("virginia", RejectionReason.RESIDENCY);
        assertThat(result.decision().candidates().get(1).evidence()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void embedderAndSecondLevelOutside_areNotTold(Modes mode) {
        provider.onAny().reply("here");
        FakeEmbedder embedder = new FakeEmbedder().handled(in("us-east-1"));
        ScriptedSharedCache store = ScriptedSharedCache.create(clock).handling(in("us-east-1"));
        HybridRouter router = frankfurtAndVirginia()
                .cache(CachePolicy.builder()
                        .secondLevel(SecondLevel.builder(store, SECRET).build())
                        .semantic(SemanticPolicy.builder(embedder, 0.9)
                                .withoutErrorLimit()
                                .build())
                        .build())
                .dataPolicy(everywhere(IN_EUROPE))
                .build();

        route(mode, router, PLAIN);

        assertThat(embedder.calls).isEmpty();
        assertThat(store.finds() + store.puts()).isZero();
        store.handling(in("eu-west-1"));
        embedder.handled(in("eu-west-1")); // asked before each call
        route(mode, router, PLAIN.toBuilder().user("again").build());
        assertThat(embedder.calls).isNotEmpty();
        assertThat(store.finds()).isPositive();
        assertThat(store.puts()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void remoteGuardOutside_failsClosedWithoutAText(Modes mode) {
        ScriptedRemoteGuard guard = passing().handled(in("us-east-1"));
        HybridRouter router = frankfurtAndVirginia()
                .guards(GuardPolicy.of(guard))
                .dataPolicy(everywhere(IN_EUROPE))
                .build();

        RouteResult result = route(mode, router, PLAIN);

        assertThat(result.decision()).isRejectedFor(RejectionReason.RESIDENCY);
        assertThat(guard.asked).isEmpty();
        assertThat(provider.history()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void requestThatAsksForElsewhere_isRejectedBeforeGuardsSeeIt(Modes mode) {
        ScriptedRemoteGuard guard = passing().handled(in("eu-central-1"));
        HybridRouter router = frankfurtAndVirginia()
                .guards(GuardPolicy.of(guard))
                .dataPolicy(everywhere(IN_EUROPE))
                .build();
        RouteRequest abroad = by(RequestContext.builder().residency(ResidencyRequirement.within("us-east-1")));

        RouteResult result = route(mode, router, abroad);

        assertThat(result.decision()).isRejectedFor(RejectionReason.RESIDENCY);
        assertThat(reason(result.decision()).detail())
                .isEqualTo("no region is left: [us-east-1] and [eu-central-1, eu-west-1] have none in common");
        assertThat(guard.asked).isEmpty();
        assertThat(reason(router.explain(abroad)).reason()).isEqualTo(RejectionReason.RESIDENCY);
    }

    private static Rejection reason(Decision decision) {
        return decision.reasons().get(0);
    }

    @Test
    void request_canAskForLess_andForNoMore() {
        provider.onAny().reply("here");
        HybridRouter router = frankfurtAndVirginia()
                .target(target("dublin", in("eu-west-1")))
                .dataPolicy(everywhere(IN_EUROPE))
                .build();

        assertThat(router.explain(
                        by(RequestContext.builder().residency(ResidencyRequirement.within("eu-west-1", "us-east-1")))))
                .ranked("dublin");
        assertThat(router.explain(PLAIN)).ranked("frankfurt", "dublin");
    }

    @Test
    void purposeAndConsent_areStatedOrTheRequestEndsBeforeGuards() {
        provider.onAny().reply("here");
        ScriptedRemoteGuard guard = passing().handled(in("eu-central-1"));
        HybridRouter router = frankfurtAndVirginia()
                .guards(GuardPolicy.of(guard))
                .dataPolicy(everywhere(
                        DataRule.builder().purposes("support").requireConsent().build()))
                .build();

        assertThat(route(router, PLAIN).decision()).isRejectedFor(RejectionReason.PURPOSE);
        assertThat(route(router, by(RequestContext.builder().purpose("sales").consented(true)))
                        .decision())
                .isRejectedFor(RejectionReason.PURPOSE);
        assertThat(route(router, by(RequestContext.builder().purpose("support")))
                        .decision())
                .isRejectedFor(RejectionReason.CONSENT);
        assertThat(guard.asked).isEmpty();
        assertThat(provider.history()).isEmpty();
        assertThat(route(router, by(RequestContext.builder().purpose("support").consented(true)))
                        .decision())
                .servedBy("virginia");
    }

    @Test
    void rules_holdByTenant_byOperation_andFromASensitivityOn() {
        DataRule forgotten = DataRule.builder().maxRetention(Duration.ZERO).build();
        HybridRouter router = frankfurtAndVirginia()
                .target(target(
                        "month",
                        in("us-east-1").toBuilder()
                                .retention(Duration.ofDays(30))
                                .build()))
                .dataPolicy(DataPolicy.builder()
                        .tenant("acme", IN_EUROPE)
                        .operation(OperationType.BACKGROUND, IN_EUROPE)
                        .sensitivity(Sensitivity.CONFIDENTIAL, forgotten)
                        .build())
                .build();

        assertThat(router.explain(PLAIN)).ranked("virginia", "frankfurt", "month");
        assertThat(router.explain(by(RequestContext.builder().tenant("acme")))).ranked("frankfurt");
        assertThat(router.explain(by(RequestContext.builder().operation(OperationType.BACKGROUND))))
                .ranked("frankfurt");
        assertThat(router.explain(by(RequestContext.builder().sensitivity(Sensitivity.PUBLIC))))
                .ranked("virginia", "frankfurt", "month");
        for (Sensitivity bound : new Sensitivity[] {Sensitivity.CONFIDENTIAL, Sensitivity.RESTRICTED}) {
            assertThat(router.explain(by(RequestContext.builder().sensitivity(bound))))
                    .ranked("virginia", "frankfurt");
            assertThat(router.explain(
                            by(RequestContext.builder().sensitivity(bound).tenant("acme"))))
                    .ranked("frankfurt");
        }
    }

    @Test
    void sharingAndAgeOfEvidence_areLimited() {
        Handling old = in("eu-central-1").toBuilder()
                .declared(today.minusDays(400), "the test")
                .build();
        Handling shared =
                in("eu-central-1").toBuilder().sharing(Sharing.OPERATOR).build();
        HybridRouter router = Routers.over(clock, provider)
                .target(target("now", in("eu-central-1")))
                .target(target("then", old))
                .target(target("shared", shared))
                .target(provider.target("silent").build())
                .dataPolicy(everywhere(DataRule.builder()
                        .maxSharing(Sharing.NONE)
                        .maxEvidenceAge(Duration.ofDays(365))
                        .build()))
                .build();

        Decision decision = router.explain(PLAIN);

        assertThat(decision)
                .ranked("now")
                .rejected("then", RejectionReason.SHARING)
                .rejected("shared", RejectionReason.SHARING)
                .rejected("silent", RejectionReason.SHARING);
        assertThat(decision.candidates().get(0).evidence())
                .hasToString("[SHARING: shared with NONE (declared by the test, " + today + "), allowed: NONE]");
    }

    @Test
    void cacheThatIsForbidden_neitherKeepsNorGivesNorShares() {
        provider.onAny().reply("here");
        HybridRouter router = frankfurtAndVirginia()
                .cache(CachePolicy.builder().build())
                .dataPolicy(DataPolicy.builder()
                        .sensitivity(
                                Sensitivity.RESTRICTED,
                                DataRule.builder().noCache().build())
                        .build())
                .build();
        RequestContext.Builder restricted = RequestContext.builder().sensitivity(Sensitivity.RESTRICTED);

        route(router, by(restricted));
        assertThat(route(router, by(restricted)).decision().cache().kind()).isNotEqualTo(CacheUse.Kind.HIT);
        assertThat(provider.history()).hasSize(2);
        assertThat(route(router, by(restricted.cacheMode(CacheMode.ONLY_IF_CACHED)))
                        .decision())
                .isRejectedFor(RejectionReason.NOT_CACHED);
        route(router, PLAIN);
        assertThat(route(router, PLAIN).decision().cache().kind()).isEqualTo(CacheUse.Kind.HIT);
    }

    @Test
    void swappedPolicy_bindsTheNextRequest_andGivesNoAnswerFromBefore() {
        provider.on("virginia").reply("from outside");
        provider.on("frankfurt").reply("from inside");
        PolicyControl policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
        HybridRouter router = frankfurtAndVirginia()
                .cache(CachePolicy.builder().build())
                .policies(policies)
                .build();
        assertThat(route(router, PLAIN).orElseThrow().text()).isEqualTo("from outside");

        var swapped = policies.swap(
                RoutingPolicy.builder()
                        .data(DataPolicy.builder()
                                .everywhere(IN_EUROPE)
                                .tenant("acme", IN_EUROPE)
                                .build())
                        .build(),
                "ann",
                "the officer asked for it");

        assertThat(route(router, PLAIN).orElseThrow().text()).isEqualTo("from inside");
        assertThat(swapped.changes())
                .containsExactly(
                        new PolicyChange("data.everywhere", "absent", IN_EUROPE.toString()),
                        new PolicyChange("data.tenants", "0 with rules", "1 with rules"));
        assertThat(swapped.policy().data().toString()).doesNotContain("acme");
    }

    @Test
    void refreshOfAnAnswer_isNotMadeUnderAPolicyThatIsTighterByNow() {
        provider.onAny().reply("from outside");
        ScriptedRemoteGuard guard = passing();
        PolicyControl policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
        HybridRouter router = frankfurtAndVirginia()
                .cache(CachePolicy.builder()
                        .ttl(Duration.ofMinutes(1))
                        .staleWhileRevalidate(Duration.ofMinutes(5))
                        .build())
                .guards(GuardPolicy.of(guard))
                .policies(policies)
                .build();
        route(router, PLAIN);
        clock.advance(Duration.ofMinutes(2));
        CompletableFuture<GuardReport> held = new CompletableFuture<>();
        guard.behaving(input -> held);
        var came = router.routeAsync(PLAIN);
        policies.swap(RoutingPolicy.builder().data(everywhere(IN_EUROPE)).build(), "ann", "the officer asked for it");
        held.complete(GuardReport.unpriced(GuardVerdict.pass()));

        assertThat(came.join().decision().cache().kind()).isEqualTo(CacheUse.Kind.STALE);
        clock.advance(Duration.ofSeconds(30));
        assertThat(provider.history()).hasSize(1);
        assertThat(policies.swap(RoutingPolicy.defaults(), "ann", "back").version())
                .isEqualTo(3);
        guard.behaving(input -> CompletableFuture.completedFuture(GuardReport.unpriced(GuardVerdict.pass())));
        route(router, PLAIN);
        clock.advance(Duration.ofSeconds(30));
        assertThat(provider.history()).hasSize(2); // nothing is left of the refresh that was not made
    }

    @Test
    void requiredResidency_rejectsRequestsWithoutOne_whateverThePolicySays() {
        provider.onAny().reply("here");
        PolicyControl policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
        HybridRouter router =
                frankfurtAndVirginia().policies(policies).requireResidency().build();

        assertThat(route(router, PLAIN).decision()).isRejectedFor(RejectionReason.RESIDENCY);
        assertThat(route(router, by(RequestContext.builder().residency(ResidencyRequirement.within("us-east-1"))))
                        .decision())
                .servedBy("virginia");
        policies.swap(RoutingPolicy.builder().data(everywhere(IN_EUROPE)).build(), "ann", "a residency for all");
        assertThat(route(router, PLAIN).decision()).servedBy("frankfurt");
        policies.swap(RoutingPolicy.defaults(), "bob", "no longer");
        assertThat(route(router, PLAIN).decision()).isRejectedFor(RejectionReason.RESIDENCY);
        assertThat(provider.history()).hasSize(2);
    }

    @Test
    void guardThatIsRequired_mustBeThere() {
        DataPolicy policy = everywhere(DataRule.builder().guards("pii").build());

        assertThatThrownBy(() -> frankfurtAndVirginia().dataPolicy(policy).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("policy.data.guards: [pii]");
        PolicyControl policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
        HybridRouter router = frankfurtAndVirginia()
                .guards(GuardPolicy.of(passing().named("pii").handled(in("eu-west-1"))))
                .policies(policies)
                .build();
        policies.swap(RoutingPolicy.builder().data(policy).build(), "ann", "with its guard");
        assertThat(policies.current().policy().data()).isEqualTo(policy);
        router.close();
    }
}
