package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillReceipt;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.status.ComponentStatus;
import dev.hybridrouter.api.status.Condition;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.spi.control.KillStateStore;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The state of the kill switch outlives a router, and whoever engages it learns what came of it. */
@ExtendWith(HybridRouterExtension.class)
class KillStateTest {
    private static final KillScope TARGET = KillScope.target("a");

    private final ManualClock clock;
    private final ScriptedProvider provider;

    KillStateTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.onAny().reply("ok").times(100);
    }

    private HybridRouter router(KillStateStore store) {
        return HybridRouterBuilder.create()
                .sharedAdapter(provider)
                .target(provider.target("a").build())
                .clock(clock)
                .scheduler(clock)
                .killState(store)
                .build();
    }

    private static KillOrder order(KillScope scope) {
        return KillOrder.draining(scope, KillCause.SECURITY, "ticket", "ann");
    }

    @Test
    void aNewRouterKeepsToWhatTheLastOneWasTold() {
        KillStateStore store = KillStateStore.inMemory();
        HybridRouter first = router(store);
        first.killSwitch().engage(order(TARGET));
        List<KillEvent> engaged = first.killSwitch().engaged();
        first.close();
        HybridRouter second = router(store);

        assertThat(second.killSwitch().engaged()).isEqualTo(engaged);
        assertThat(second.killSwitch().history()).isEmpty();
        assertThat(second.route(RouteRequest.of("hi"))
                        .decision()
                        .reasons()
                        .get(0)
                        .reason())
                .isEqualTo(RejectionReason.KILL_SWITCH);

        second.killSwitch().reopen(TARGET, 50, "ann", "half");
        second.close();
        HybridRouter third = router(store);

        assertThat(third.killSwitch().engaged())
                .extracting(KillEvent::openPercent)
                .containsExactly(50);

        third.killSwitch().reopen(TARGET, 100, "ann", "all clear");
        third.close();
        HybridRouter fourth = router(store);

        assertThat(fourth.killSwitch().engaged()).isEmpty();
        assertThat(fourth.route(RouteRequest.of("hi"))).isInstanceOf(RouteResult.Answered.class);
    }

    @Test
    void routersThatShareAStoreKeepEachOthersScopes() {
        KillStateStore store = KillStateStore.inMemory();
        router(store).killSwitch().engage(order(TARGET));
        router(store).killSwitch().engage(order(KillScope.tenant("acme")));

        assertThat(router(store).killSwitch().engaged())
                .extracting(KillEvent::scope)
                .containsExactlyInAnyOrder(TARGET, KillScope.tenant("acme"));
    }

    @Test
    void aRouterIsNotBuiltWhereTheStateCannotBeRead() {
        BrokenStore store = new BrokenStore();
        store.broken = true;

        assertThatThrownBy(() -> router(store))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("disk");
    }

    @Test
    void aStateThatCouldNotBeSavedIsToldAndSavedWithTheNextChange() {
        BrokenStore store = new BrokenStore();
        HybridRouter router = router(store);
        store.broken = true;

        KillReceipt receipt = router.killSwitch().engage(order(TARGET));

        assertThat(receipt).isEqualTo(new KillReceipt(true, true, false));
        assertThat(receipt.isComplete()).isFalse();
        assertThat(killSwitch(router).condition()).isEqualTo(Condition.DEGRADED);
        assertThat(killSwitch(router).facts()).containsEntry("saved", "false");
        assertThat(router.route(RouteRequest.of("hi"))).isInstanceOf(RouteResult.Rejected.class);

        store.broken = false;
        assertThat(router.killSwitch().engage(order(KillScope.tenant("acme"))).saved())
                .isTrue();

        assertThat(store.load()).extracting(KillEvent::scope).contains(TARGET);
        assertThat(killSwitch(router).facts()).containsEntry("saved", "true");
    }

    private static ComponentStatus killSwitch(HybridRouter router) {
        return router.status().stream()
                .filter(part -> part.name().equals("kill-switch"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aScopeThatMatchesNothingIsTold() {
        HybridRouter router = router(KillStateStore.inMemory());

        assertThat(List.of(KillScope.target("A"), KillScope.adapter("nobody"), KillScope.path(Path.MCP)))
                .allSatisfy(scope -> assertThat(router.killSwitch().engage(order(scope)))
                        .isEqualTo(new KillReceipt(true, false, true)));
        assertThat(List.of(
                        TARGET,
                        KillScope.adapter(provider.id()),
                        KillScope.path(provider.target("a").build().path()),
                        KillScope.tenant("nobody-yet"),
                        KillScope.everything()))
                .allSatisfy(scope -> assertThat(
                                router.killSwitch().engage(order(scope)).matching())
                        .isTrue());
    }

    /** A store that can break. */
    private static final class BrokenStore implements KillStateStore {
        private final KillStateStore inner = KillStateStore.inMemory();
        private volatile boolean broken;

        @Override
        public List<KillEvent> load() {
            check();
            return inner.load();
        }

        @Override
        public void save(KillEvent last) {
            check();
            inner.save(last);
        }

        private void check() {
            if (broken) {
                throw new IllegalStateException("disk");
            }
        }
    }
}
