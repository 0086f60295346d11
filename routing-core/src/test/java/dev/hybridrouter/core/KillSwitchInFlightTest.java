package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import dev.hybridrouter.test.ScriptedSharedCache.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Side calls that are on the wire when the kill switch is thrown: cancelling ends them at once, draining lets them end. */
@ExtendWith(HybridRouterExtension.class)
class KillSwitchInFlightTest {
    private static final RouteRequest REQUEST = RouteRequest.builder()
            .user("hi")
            .context(RequestContext.builder().tenant("acme").build())
            .build();

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final ScriptedSharedCache store;
    private final CompletableFuture<Embedding> embedding = new CompletableFuture<>();
    private final FakeEmbedder embedder = new FakeEmbedder().behaving(call -> embedding);
    private final CompletableFuture<GuardReport> verdict = new CompletableFuture<>();
    private final ScriptedRemoteGuard guard = new ScriptedRemoteGuard(input -> verdict);

    KillSwitchInFlightTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.store = ScriptedSharedCache.create(clock);
        provider.onAny().reply("hello");
    }

    private HybridRouter semantic() {
        return Routers.over(clock, provider, "a")
                .cache(CachePolicy.builder()
                        .semantic(SemanticPolicy.builder(embedder, 0.95)
                                .withoutErrorLimit()
                                .build())
                        .build())
                .build();
    }

    private HybridRouter secondLevel() {
        return Routers.over(clock, provider, "a")
                .cache(CachePolicy.builder()
                        .secondLevel(SecondLevel.builder(store, new byte[32]).build())
                        .build())
                .build();
    }

    private static KillOrder cut(KillScope scope) {
        return KillOrder.cancelling(scope, KillCause.OPERATOR, "a test", "tester");
    }

    private void assertStopped(Supplier<Optional<RouteResult>> call, SideCall.Kind kind) {
        RouteResult result = call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
        assertThat(result).isRejectedFor(RejectionReason.KILL_SWITCH);
        assertThat(result.decision().sideCalls()).singleElement().satisfies(ended -> {
            assertThat(ended.kind()).isEqualTo(kind);
            assertThat(ended.outcome()).isEqualTo(SideCall.Outcome.CANCELLED);
        });
        assertThat(provider.history()).isEmpty();
        assertThat(clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void embedding_ends(Modes mode) {
        HybridRouter router = semantic();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        router.killSwitch().engage(cut(KillScope.tenant("umbrella")));
        assertThat(embedding).isNotDone();

        router.killSwitch().engage(cut(KillScope.tenant("acme")));

        assertThat(embedding).isCancelled();
        assertStopped(call, SideCall.Kind.EMBEDDING);
    }

    @ParameterizedTest
    @EnumSource
    void searchOfTheSecondLevel_ends(Modes mode) {
        store.trouble(Trouble.HANGS);
        HybridRouter router = secondLevel();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        router.killSwitch().engage(cut(KillScope.tenant("acme")));

        assertThat(store.cancelled()).isEqualTo(1);
        assertStopped(call, SideCall.Kind.SHARED_CACHE);
    }

    @ParameterizedTest
    @EnumSource
    void guardOfARequest_ends(Modes mode) {
        HybridRouter router =
                Routers.over(clock, provider, "a").guards(GuardPolicy.of(guard)).build();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        router.killSwitch().engage(cut(KillScope.tenant("acme")));

        assertThat(verdict).isCancelled();
        assertStopped(call, SideCall.Kind.REMOTE_GUARD);
    }

    @Test
    void writeOfTheSecondLevel_ends_withItsTenantOnly() {
        store.latency(Duration.ofMillis(10));
        HybridRouter router = secondLevel();
        var call = router.routeAsync(REQUEST);
        clock.advance(Duration.ofMillis(10)); // the search has ended
        assertThat(call).isDone();
        assertThat(store.puts()).isEqualTo(1);

        router.killSwitch().engage(cut(KillScope.tenant("umbrella")));
        assertThat(store.cancelled()).isZero();
        router.killSwitch().engage(cut(KillScope.tenant("acme")));

        assertThat(store.cancelled()).isEqualTo(1);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void removalFromTheSecondLevel_ends_withEverythingOnly() {
        store.trouble(Trouble.HANGS);
        HybridRouter router = secondLevel();
        router.cache().invalidate(new Invalidation.Tenant("acme"));

        router.killSwitch().engage(cut(KillScope.tenant("acme")));
        assertThat(store.cancelled()).isZero();
        router.killSwitch().engage(cut(KillScope.everything()));

        assertThat(store.cancelled()).isEqualTo(1);
        assertThat(clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void draining_letsAnEmbeddingEnd_andNothingFollows(Modes mode) {
        HybridRouter router = semantic();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        router.killSwitch().engage(KillOrder.draining(KillScope.everything(), KillCause.OPERATOR, "a test", "tester"));
        assertThat(embedding).isNotDone();
        embedding.complete(Embedding.of(FakeEmbedder.vector("hi"), FakeEmbedder.TOKENS));

        RouteResult result = call.get().orElseThrow();
        assertThat(result).isRejectedFor(RejectionReason.KILL_SWITCH);
        assertThat(result.decision().sideCalls().get(0).outcome()).isEqualTo(SideCall.Outcome.ANSWERED);
    }
}
