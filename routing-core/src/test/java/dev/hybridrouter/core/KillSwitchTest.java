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
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a thrown switch stops, what it lets go on, and how it opens again. */
@ExtendWith(HybridRouterExtension.class)
class KillSwitchTest {
    private static final RouteRequest REQUEST = RouteRequest.builder()
            .user("hi")
            .context(RequestContext.builder().tenant("acme").build())
            .build();

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final List<KillEvent> told = new ArrayList<>();

    KillSwitchTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder() {
        Target mcp = provider.target("b").path(Path.MCP).build();
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .target(mcp)
                .strategies(RoutingStrategy.named("as-added", (request, view, chance) -> 0))
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .listener(new RecordingKills(told));
    }

    private static KillOrder stop(KillScope scope) {
        return KillOrder.draining(scope, KillCause.OPERATOR, "a test", "tester");
    }

    private static KillOrder cut(KillScope scope) {
        return KillOrder.cancelling(scope, KillCause.OPERATOR, "a test", "tester");
    }

    private RouteResult route(Modes mode, HybridRouter router, RouteRequest request) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, request);
        clock.advance(Duration.ofSeconds(1));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    @ParameterizedTest
    @EnumSource
    void thrownForEverything_rejectsEverythingAndCallsNobody(Modes mode) {
        HybridRouter router = builder().build();

        assertThat(router.killSwitch().engage(stop(KillScope.everything())).passed())
                .isTrue();

        RouteResult result = route(mode, router, REQUEST);
        assertThat(result).isRejectedFor(RejectionReason.KILL_SWITCH);
        assertThat(result.decision().candidates()).noneMatch(candidate -> candidate.admissible());
        assertThat(router.explain(REQUEST).candidates()).noneMatch(candidate -> candidate.admissible());
        assertThat(provider.history()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void thrownForOneTargetPathOrAdapter_leavesTheOthers(Modes mode) {
        provider.onAny().reply("hello");
        HybridRouter router = builder().build();

        router.killSwitch().engage(stop(KillScope.target("a")));
        assertThat(route(mode, router, REQUEST)).servedBy("b").rejected("a", RejectionReason.KILL_SWITCH);
        router.killSwitch().reopen(KillScope.target("a"), 100, "tester", "over");

        router.killSwitch().engage(stop(KillScope.path(Path.MCP)));
        assertThat(route(mode, router, REQUEST)).servedBy("a").rejected("b", RejectionReason.KILL_SWITCH);

        router.killSwitch().engage(stop(KillScope.adapter(provider.id())));
        assertThat(route(mode, router, REQUEST)).isRejectedFor(RejectionReason.KILL_SWITCH);
    }

    @ParameterizedTest
    @EnumSource
    void thrownForATenantOrOperation_stopsOnlyThose_andTheirCachedAnswersToo(Modes mode) {
        provider.onAny().reply("hello");
        HybridRouter router = builder().cache(CachePolicy.defaults()).build();
        RouteRequest other = REQUEST.toBuilder()
                .context(RequestContext.builder().tenant("umbrella").build())
                .build();
        route(mode, router, REQUEST);
        route(mode, router, other);
        int calls = provider.history().size();

        router.killSwitch().engage(stop(KillScope.tenant("acme")));
        assertThat(route(mode, router, REQUEST)).isRejectedFor(RejectionReason.KILL_SWITCH);
        assertThat(route(mode, router, other)).isAnswered();

        router.killSwitch().engage(stop(KillScope.operation(OperationType.STANDARD)));
        assertThat(route(mode, router, other)).isRejectedFor(RejectionReason.KILL_SWITCH);
        assertThat(provider.history()).hasSize(calls);
        assertThat(router.explain(REQUEST).describe()).doesNotContain("acme");
    }

    @ParameterizedTest
    @EnumSource
    void thrownBetweenAttempts_stopsRetryAndFallback(Modes mode) {
        provider.on("a").fail(FailureKind.SERVER_ERROR);
        provider.on("b").reply("never");
        HybridRouter router = builder().build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        router.killSwitch().engage(stop(KillScope.everything()));
        clock.advance(Duration.ofSeconds(30));

        RouteResult result = call.get().orElseThrow();
        assertThat(result).failedWith(FailureKind.SERVER_ERROR).attempted("a");
    }

    @ParameterizedTest
    @EnumSource
    void draining_letsWhatIsOnTheWireEnd(Modes mode) {
        provider.on("a").reply("hello").after(Duration.ofMillis(500));
        HybridRouter router = builder().build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        router.killSwitch().engage(stop(KillScope.everything()));
        clock.advance(Duration.ofMillis(500));

        assertThat(call.get().orElseThrow()).servedBy("a");
    }

    @ParameterizedTest
    @EnumSource
    void cancelling_endsWhatIsOnTheWire_whichGoesOnOutsideTheScope(Modes mode) {
        provider.on("a").hang();
        provider.on("b").reply("hello");
        HybridRouter router = builder().build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        router.killSwitch().engage(cut(KillScope.target("a")));

        RouteResult result = call.get().orElseThrow();
        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(result).servedBy("b").attemptKinds(AttemptKind.PRIMARY, AttemptKind.FALLBACK);
        assertThat(result.decision().attempts().get(0).failure().orElseThrow().kind())
                .isEqualTo(FailureKind.STOPPED);
    }

    @ParameterizedTest
    @EnumSource
    void cancellingEverything_endsAllAtOnce_alsoWhoWaitsForARetry(Modes mode) {
        provider.on("a").hang();
        HybridRouter router = builder().build();
        Supplier<Optional<RouteResult>> hanging = mode.begin(router, REQUEST);
        provider.onAny().throttle(Duration.ofSeconds(5));
        Supplier<Optional<RouteResult>> pausing = mode.begin(router, REQUEST);

        router.killSwitch().engage(cut(KillScope.everything()));

        assertThat(hanging.get().orElseThrow()).failedWith(FailureKind.STOPPED);
        assertThat(pausing.get()).isPresent();
        assertThat(provider.inFlight()).isZero();
    }

    @Test
    void stages_letTheirShareThrough_theSameRequestsAtEachTarget() {
        provider.onAny().reply("hello");
        HybridRouter router = builder().build();
        router.killSwitch().engage(stop(KillScope.everything()));

        assertThat(answeredOf(1_000, router)).isZero();
        router.killSwitch().reopen(KillScope.everything(), 10, "tester", "first stage");
        assertThat(answeredOf(10_000, router)).isBetween(900L, 1_100L);
        router.killSwitch().reopen(KillScope.everything(), 50, "tester", "second stage");
        assertThat(answeredOf(10_000, router)).isBetween(4_800L, 5_200L);
        router.killSwitch().reopen(KillScope.everything(), 100, "tester", "all clear");
        assertThat(answeredOf(1_000, router)).isEqualTo(1_000);
    }

    private long answeredOf(int requests, HybridRouter router) {
        long answered = 0;
        for (int i = 0; i < requests; i++) {
            answered += router.route(REQUEST) instanceof RouteResult.Answered ? 1 : 0;
        }
        return answered;
    }

    @Test
    void engaged_tellsWhoWhyAndWhen_andHistoryKeepsIt() {
        HybridRouter router = builder().build();
        KillScope scope = KillScope.path(Path.MCP);

        router.killSwitch().engage(KillOrder.draining(scope, KillCause.SECURITY, "key leaked", "alice"));
        router.killSwitch().engage(KillOrder.draining(scope, KillCause.OPERATOR, "again", "bob"));

        assertThat(router.killSwitch().engaged()).hasSize(1);
        KillEvent state = router.killSwitch().engaged().get(0);
        assertThat(state.cause()).as("only a person may lift it").isEqualTo(KillCause.SECURITY);
        assertThat(state.by()).isEqualTo("bob");
        assertThat(state.at()).isEqualTo(clock.instant());
        assertThat(router.killSwitch().reopen(scope, 100, "alice", "keys rotated"))
                .isTrue();
        assertThat(router.killSwitch().reopen(scope, 100, "alice", "keys rotated"))
                .isFalse();
        assertThat(router.killSwitch().engaged()).isEmpty();
        assertThat(router.killSwitch().history())
                .extracting(KillEvent::note)
                .containsExactly("key leaked", "again", "keys rotated");
        assertThat(told).isEqualTo(router.killSwitch().history());
    }

    @Test
    void reopen_byAnOddShare_isRefused() {
        HybridRouter router = builder().build();

        assertThatThrownBy(() -> router.killSwitch().reopen(KillScope.everything(), 20, "tester", "why not"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("percent: 20 (expected: 10, 50 or 100)");
        assertThatThrownBy(() -> KillOrder.draining(KillScope.everything(), KillCause.OPERATOR, " ", "tester"))
                .hasMessageContaining("kill.note");
    }
}
