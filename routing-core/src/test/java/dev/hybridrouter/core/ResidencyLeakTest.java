package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Evidence;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RegionSet;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An attempt at each way by which a request that is bound to the EU could leave it. */
@ExtendWith(HybridRouterExtension.class)
class ResidencyLeakTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
    private static final RouteRequest ANYWHERE = RouteRequest.of("What is a router?");
    private static final RouteRequest IN_EU = within(ResidencyRequirement.within(RegionSet.EU));
    private static final byte[] SECRET = "a secret of 32 bytes or even more".getBytes(StandardCharsets.UTF_8);

    private final ManualClock clock;
    private final ScriptedProvider provider;

    ResidencyLeakTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private static RouteRequest within(ResidencyRequirement residency) {
        return ANYWHERE.toBuilder()
                .context(RequestContext.builder().residency(residency).build())
                .build();
    }

    private Target.Builder in(String name, String... regions) {
        return provider.target(name).destinations(Destinations.declared(DAY, "the test", regions));
    }

    private HybridRouterBuilder over(Target.Builder... targets) {
        HybridRouterBuilder builder = Routers.over(clock, provider);
        for (Target.Builder target : targets) {
            builder.target(target.build());
        }
        return builder;
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
    void fallback_doesNotLeave(Modes mode) {
        provider.on("frankfurt").fail(FailureKind.UNAVAILABLE);
        HybridRouter router = over(in("frankfurt", "eu-central-1"), in("virginia", "us-east-1"))
                .build();

        assertThat(route(mode, router, IN_EU).decision())
                .failedWith(FailureKind.UNAVAILABLE)
                .rejected("virginia", RejectionReason.RESIDENCY)
                .neverTouched("virginia");
        assertThat(provider.calls("virginia")).isEmpty();
        provider.on("virginia").reply("there");
        assertThat(route(mode, router, ANYWHERE).decision()).servedBy("virginia");
    }

    @ParameterizedTest
    @EnumSource
    void mcpPath_isBoundToo(Modes mode) {
        provider.on("direct").fail(FailureKind.UNAVAILABLE);
        HybridRouter router = over(
                        in("direct", "eu-central-1").path(Path.DIRECT),
                        in("abroad", "us-east-1").path(Path.MCP),
                        provider.target("silent").path(Path.MCP))
                .build();

        assertThat(route(mode, router, IN_EU).decision())
                .failedWith(FailureKind.UNAVAILABLE)
                .rejected("abroad", RejectionReason.RESIDENCY)
                .rejected("silent", RejectionReason.RESIDENCY);
        assertThat(provider.calls("abroad")).isEmpty();
        assertThat(provider.calls("silent")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/eu"
            })
    void prefixOfAModel_provesNothing(String model) {
        Target silent = Target.builder("eu.silent", provider.id(), model)
                .region("eu-central-1")
                .build();
        Target wide = Target.builder("eu.wide", provider.id(), model)
                .region("eu-central-1")
                .destinations(Destinations.declared(DAY, "the test", "eu-central-1", "eu-west-2", "eu-central-2"))
                .build();
        HybridRouter router =
                Routers.over(clock, provider).target(silent).target(wide).build();

        RouteResult result = route(Modes.ASYNC, router, IN_EU);

        assertThat(result.decision())
                .isRejectedFor(RejectionReason.RESIDENCY)
                .rejected("eu.silent", RejectionReason.RESIDENCY)
                .rejected("eu.wide", RejectionReason.RESIDENCY);
        assertThat(provider.history()).isEmpty();
    }

    @Test
    void unitedKingdomAndSwitzerland_areAnExplicitChoice() {
        HybridRouter router = over(in("london", "eu-west-2"), in("zurich", "eu-central-2"), in("paris", "eu-west-3"))
                .build();

        assertThat(router.explain(IN_EU)).ranked("paris");
        assertThat(router.explain(within(ResidencyRequirement.within(RegionSet.EU, RegionSet.UNITED_KINGDOM))))
                .ranked("london", "paris");
        assertThat(router.explain(
                        within(ResidencyRequirement.within(RegionSet.EU).and("eu-central-2"))))
                .ranked("zurich", "paris");
    }

    @ParameterizedTest
    @EnumSource
    void probeOfABreaker_isMadeWithWhatMayGoThere(Modes mode) {
        provider.on("virginia").fail(FailureKind.UNAVAILABLE).times(1).then().reply("well again");
        provider.on("frankfurt").reply("here");
        HybridRouter router = over(in("virginia", "us-east-1"), in("frankfurt", "eu-central-1"))
                .breaker(BreakerPolicy.builder()
                        .failures(1)
                        .window(1)
                        .probes(1)
                        .probation(Duration.ofSeconds(10))
                        .build())
                .build();
        route(mode, router, ANYWHERE);
        assertThat(router.explain(ANYWHERE)).rejected("virginia", RejectionReason.BREAKER_OPEN);
        clock.advance(Duration.ofSeconds(30)); // the next attempt there is a probe
        int before = provider.calls("virginia").size();

        assertThat(route(mode, router, IN_EU).decision())
                .servedBy("frankfurt")
                .rejected("virginia", RejectionReason.RESIDENCY);

        assertThat(provider.calls("virginia")).hasSize(before);
        assertThat(route(mode, router, ANYWHERE).decision()).servedBy("virginia");
    }

    @ParameterizedTest
    @EnumSource
    void firstLevelOfTheCache_givesNoAnswerFromOutside(Modes mode) {
        provider.on("virginia").reply("from outside");
        provider.on("frankfurt").reply("from inside");
        HybridRouter router = over(in("virginia", "us-east-1"), in("frankfurt", "eu-central-1"))
                .cache(CachePolicy.builder().build())
                .build();

        assertThat(route(mode, router, ANYWHERE).orElseThrow().text()).isEqualTo("from outside");
        RouteResult inside = route(mode, router, IN_EU);

        assertThat(inside.orElseThrow().text()).isEqualTo("from inside");
        assertThat(inside.decision().cache().kind()).isNotEqualTo(CacheUse.Kind.HIT);
        assertThat(route(mode, router, IN_EU).decision().cache().kind()).isEqualTo(CacheUse.Kind.HIT);
    }

    @Test
    void identicalRequestInProgress_isNotSharedAcrossRequirements() {
        provider.on("virginia").reply("from outside").after(Duration.ofSeconds(5));
        provider.on("frankfurt").reply("from inside").after(Duration.ofSeconds(1));
        HybridRouter router = over(in("virginia", "us-east-1"), in("frankfurt", "eu-central-1"))
                .cache(CachePolicy.builder().build())
                .build();

        var first = router.routeAsync(ANYWHERE);
        var second = router.routeAsync(IN_EU);
        clock.advance(Duration.ofSeconds(5));

        assertThat(second.join().orElseThrow().text()).isEqualTo("from inside");
        assertThat(first.join().orElseThrow().text()).isEqualTo("from outside");
    }

    @ParameterizedTest
    @EnumSource
    void secondLevelOfTheCache_isNotAskedOutside_norBelievedAboutATargetOutside(Modes mode) {
        provider.on("moved").reply("where it was");
        ScriptedSharedCache store =
                ScriptedSharedCache.create(clock).handling(at(Destinations.declared(DAY, "the test", "us-east-1")));
        CachePolicy policy = CachePolicy.builder()
                .secondLevel(SecondLevel.builder(store, SECRET).build())
                .build();
        HybridRouter inside = over(in("moved", "eu-central-1")).cache(policy).build();
        route(mode, inside, IN_EU);
        assertThat(store.finds() + store.puts()).isZero();

        store.handling(at(Destinations.declared(DAY, "the test", "eu-central-1")));
        route(mode, inside, IN_EU.toBuilder().system("again").build());
        assertThat(store.puts()).isEqualTo(1);
        // The other router knows that the target of the same name may use regions outside.
        HybridRouter wiser =
                over(in("moved", "eu-central-1", "us-east-1")).cache(policy).build();
        RouteResult refused =
                route(mode, wiser, IN_EU.toBuilder().system("again").build());

        assertThat(store.finds()).isPositive();
        assertThat(refused.decision()).isRejectedFor(RejectionReason.RESIDENCY);
    }

    @Test
    void refreshOfTheCache_staysInside() {
        provider.on("virginia").reply("from outside");
        provider.on("frankfurt").reply("one").times(1).then().fail(FailureKind.UNAVAILABLE);
        HybridRouter router = over(in("virginia", "us-east-1"), in("frankfurt", "eu-central-1"))
                .cache(CachePolicy.builder()
                        .ttl(Duration.ofMinutes(1))
                        .staleWhileRevalidate(Duration.ofMinutes(5))
                        .build())
                .build();
        route(Modes.ASYNC, router, IN_EU);
        clock.advance(Duration.ofMinutes(2));

        RouteResult stale = route(Modes.ASYNC, router, IN_EU);
        clock.advance(Duration.ofSeconds(30));

        assertThat(stale.decision().cache().kind()).isEqualTo(CacheUse.Kind.STALE);
        assertThat(provider.calls("frankfurt")).hasSizeGreaterThan(1);
        assertThat(provider.calls("virginia")).isEmpty();
    }

    @Test
    void decision_carriesEvidenceOfWhoMayServeAndReasonsOfWhoMayNot() {
        HybridRouter router = over(
                        in("frankfurt", "eu-central-1", "eu-west-1").retention(Duration.ZERO),
                        in("virginia", "us-east-1").retention(Duration.ofDays(30)))
                .build();
        RouteRequest request = ANYWHERE.toBuilder()
                .context(RequestContext.builder()
                        .residency(ResidencyRequirement.within(RegionSet.EU))
                        .maxRetention(Duration.ofDays(1))
                        .build())
                .build();

        Decision decision = router.explain(request);

        assertThat(decision.candidates().get(0).evidence())
                .extracting(Evidence::toString)
                .containsExactly(
                        "RESIDENCY: processed in [eu-central-1, eu-west-1] (declared by the test, 2026-11-24)",
                        "RETENTION: kept for PT0S at most (declared without a date), allowed: PT24H");
        assertThat(decision.candidates().get(1).evidence()).isEmpty();
        assertThat(decision.candidates().get(1).rejections())
                .extracting(Rejection::reason)
                .isEqualTo(List.of(RejectionReason.RESIDENCY, RejectionReason.RETENTION));
        assertThat(decision.describe()).contains("evidence RESIDENCY: processed in [eu-central-1, eu-west-1]");
        assertThat(router.explain(ANYWHERE).candidates())
                .allMatch(each -> each.evidence().isEmpty());
    }

    private static Handling at(Destinations destinations) {
        return Handling.builder().destinations(destinations).build();
    }
}
