package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.policy.DataPolicy;
import dev.hybridrouter.core.policy.DataRule;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.event.HandlingChanged;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is known of targets changes while the router works, and the router stays the same. */
@ExtendWith(HybridRouterExtension.class)
class HandlingRenewalTest {
    private static final RouteRequest IN_EUROPE = RouteRequest.builder()
            .user("What is a router?")
            .context(RequestContext.builder()
                    .residency(ResidencyRequirement.within("eu-central-1", "eu-west-1"))
                    .build())
            .build();

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final PolicyControl policies;
    private final List<HandlingChanged> told = new ArrayList<>();

    HandlingRenewalTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private Handling in(String... regions) {
        return Handling.builder()
                .destinations(Destinations.declared(today(), "the test", regions))
                .retention(Duration.ZERO)
                .sharing(Sharing.NONE)
                .declared(today(), "the test")
                .build();
    }

    private HybridRouter router(Handling first, Handling second) {
        return Routers.over(clock, provider)
                .target(provider.target("first").handling(first).build())
                .target(provider.target("second").handling(second).build())
                .policies(policies)
                .listener(event -> {
                    if (event instanceof HandlingChanged changed) {
                        told.add(changed);
                    }
                })
                .build();
    }

    @Test
    void narrowerHandling_countsAtOnce() {
        HybridRouter router = router(in("eu-central-1", "us-east-1"), in("eu-west-1"));
        assertThat(router.explain(IN_EUROPE)).ranked("second");

        Handling counts = policies.renewHandling("first", in("eu-central-1"), "resolver", "as the provider tells");

        assertThat(counts).isEqualTo(in("eu-central-1"));
        assertThat(policies.handling("first")).isEqualTo(counts);
        assertThat(policies.doubtedHandling("first")).isEmpty();
        assertThat(router.explain(IN_EUROPE)).ranked("first", "second");
        assertThat(told).hasSize(1);
        assertThat(told.get(0).isWider()).isFalse();
        assertThat(told.get(0).before()).isEqualTo(in("eu-central-1", "us-east-1"));
        assertThat(told.get(0).by()).isEqualTo("resolver");
    }

    @Test
    void widerHandling_isUnknown_untilSomebodyVouchesForIt() {
        HybridRouter router = router(in("eu-central-1"), in("eu-west-1"));
        Handling wider = in("eu-central-1", "eu-west-1");

        policies.renewHandling("first", wider, "resolver", "as the provider tells");

        assertThat(router.explain(IN_EUROPE)).ranked("second").rejected("first", RejectionReason.RESIDENCY);
        assertThat(policies.doubtedHandling("first")).contains(wider);
        assertThat(policies.handling("first").destinations()).isEmpty();
        assertThat(policies.handling("first").retention()).contains(Duration.ZERO);
        assertThat(told.get(0).isWider()).isTrue();
        assertThat(told.get(0).found()).isEqualTo(wider);

        policies.vouchForHandling("first", "ann", "both are inside");

        assertThat(router.explain(IN_EUROPE)).ranked("first", "second");
        assertThat(policies.handling("first")).isEqualTo(wider);
        assertThat(policies.doubtedHandling("first")).isEmpty();
        assertThat(told.get(1).isWider()).isFalse();
    }

    @Test
    void whatWasVouchedFor_countsAgainWhenItIsFoundAgain() {
        HybridRouter router = router(in("eu-central-1"), in("eu-west-1"));
        policies.renewHandling("first", in("eu-central-1", "us-east-1"), "resolver", "one more region");
        policies.renewHandling("first", Handling.unknown(), "resolver", "no answer");
        assertThat(router.explain(IN_EUROPE)).ranked("second");

        policies.renewHandling("first", in("eu-central-1"), "resolver", "as before");

        assertThat(router.explain(IN_EUROPE)).ranked("first", "second");
    }

    @Test
    void copyForTheProviderOfTheModel_thatNobodyVouchedFor_leavesNothingInside() {
        HybridRouter router = router(in("eu-central-1"), in("eu-west-1"));

        policies.renewHandling(
                "first",
                in("eu-central-1").toBuilder().sharing(Sharing.MODEL_PROVIDER).build(),
                "resolver",
                "the account shares now");

        assertThat(router.explain(IN_EUROPE)).ranked("second").rejected("first", RejectionReason.RESIDENCY);
    }

    @Test
    void attemptOfARequestThatIsPlanned_isBoundByWhatIsKnownWhenItIsMade() {
        provider.on("first").fail(FailureKind.UNAVAILABLE).after(Duration.ofNanos(10));
        HybridRouter router = router(in("eu-central-1"), in("eu-west-1"));
        var call = router.routeAsync(IN_EUROPE);

        policies.renewHandling("second", in("eu-west-1", "us-east-1"), "resolver", "one more region");
        clock.advance(Duration.ofNanos(20)); // what planning saw is still fresh
        clock.advance(Duration.ofSeconds(20));

        assertThat(call.join().decision()).failedWith(FailureKind.UNAVAILABLE).neverTouched("second");
        assertThat(provider.calls("second")).isEmpty();
    }

    @Test
    void renewedEvidence_countsWhereTheOldIsTooOld() {
        Handling first = in("eu-central-1");
        HybridRouter router = router(first, in("eu-west-1"));
        policies.swap(
                RoutingPolicy.builder()
                        .data(DataPolicy.builder()
                                .everywhere(DataRule.builder()
                                        .maxEvidenceAge(Duration.ofDays(90))
                                        .build())
                                .build())
                        .build(),
                "ann",
                "evidence ages");
        assertThat(router.explain(IN_EUROPE)).ranked("first", "second");
        clock.advance(Duration.ofDays(91));
        assertThat(router.explain(IN_EUROPE))
                .rejected("first", RejectionReason.RESIDENCY)
                .rejected("second", RejectionReason.RESIDENCY);

        policies.renewHandling("second", in("eu-west-1"), "resolver", "asked again");

        assertThat(router.explain(IN_EUROPE)).ranked("second");
    }

    @Test
    void policyThatIsRolledBack_bringsNoHandlingBack() {
        HybridRouter router = router(in("eu-central-1", "eu-west-1"), in("eu-west-1"));
        policies.vouch();
        policies.renewHandling("first", in("us-east-1"), "resolver", "moved");
        policies.swap(RoutingPolicy.builder().resting("second").build(), "ann", "try");

        policies.rollBack("ann", "back");

        assertThat(router.explain(IN_EUROPE)).ranked("second").rejected("first", RejectionReason.RESIDENCY);
    }

    /** An adapter with something on the way to its targets. */
    private record Relayed(ProviderAdapter adapter, Handling relay) implements ProviderAdapter {
        @Override
        public Optional<Handling> handling(Target target) {
            return Optional.of(relay);
        }

        @Override
        public String id() {
            return adapter.id();
        }

        @Override
        public Set<Capability> capabilities() {
            return adapter.capabilities();
        }

        @Override
        public void check(Target target) {
            adapter.check(target);
        }

        @Override
        public CompletableFuture<ModelResponse> call(ProviderCall call) {
            return adapter.call(call);
        }

        @Override
        public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
            return adapter.stream(call);
        }

        @Override
        public void close() {
            adapter.close();
        }
    }

    @Test
    void whatStandsOnTheWayToATarget_countsToo_afterARenewalAsBefore() {
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(new Relayed(provider, in("us-east-1")))
                .target(provider.target("first").handling(in("eu-central-1")).build())
                .clock(clock)
                .scheduler(clock)
                .policies(policies)
                .build();

        assertThat(router.explain(IN_EUROPE)).rejected("first", RejectionReason.RESIDENCY);
        assertThat(policies.handling("first").destinations().orElseThrow().regions())
                .containsExactlyInAnyOrder("eu-central-1", "us-east-1");
        policies.renewHandling("first", in("eu-central-1"), "resolver", "asked again");
        assertThat(router.explain(IN_EUROPE)).rejected("first", RejectionReason.RESIDENCY);
        assertThat(policies.doubtedHandling("first")).isEmpty();
    }

    @Test
    void badRenewals_areRefusedByField() {
        assertThatThrownBy(() -> policies.handling("first")).isInstanceOf(IllegalStateException.class);
        HybridRouter router = router(in("eu-central-1"), in("eu-west-1"));

        assertThatThrownBy(() -> policies.renewHandling("third", in("eu-west-1"), "ann", "new"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handling.target: third");
        assertThatThrownBy(() -> policies.renewHandling(
                        "first",
                        in("eu-west-1").toBuilder().callRegion("eu-west-1").build(),
                        "ann",
                        "moved"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handling.callRegion: eu-west-1");
        assertThatThrownBy(() -> policies.renewHandling("first", in("eu-west-1"), " ", "new"))
                .hasMessageContaining("handling.by");
        assertThat(told).isEmpty();
        router.close();
    }
}
