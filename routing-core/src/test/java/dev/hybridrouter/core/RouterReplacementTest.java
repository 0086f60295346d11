package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.control.KillStateStore;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A router is replaced while requests run, as the manual shows it, and none of them fails. Closing waits for states, not for time. */
@ExtendWith(HybridRouterExtension.class)
class RouterReplacementTest {
    private static final int CALLERS = 4;
    private static final int REPLACEMENTS = 50;
    private static final int REQUESTS_EACH = 20;

    private final ScriptedProvider provider;
    private final KillStateStore killState = KillStateStore.inMemory();
    private volatile HybridRouter current;

    RouterReplacementTest(ScriptedProvider provider) {
        this.provider = provider;
        provider.onAny().reply("ok").times(Integer.MAX_VALUE);
        current = router();
    }

    private HybridRouter router() {
        return HybridRouterBuilder.create()
                .sharedAdapter(provider)
                .target(provider.target("a").build())
                .killState(killState)
                .build();
    }

    private RouteResult route(RouteRequest request) {
        HybridRouter router = current;
        RouteResult result = router.route(request);
        while (isClosed(result) && current != router) {
            router = current;
            result = router.route(request);
        }
        return result;
    }

    private static boolean isClosed(RouteResult result) {
        return result instanceof RouteResult.Rejected rejected
                && rejected.reasons().get(0).reason() == RejectionReason.ROUTER_CLOSED;
    }

    private void replace(HybridRouter next) {
        HybridRouter old = current;
        current = next;
        old.close(Duration.ofMinutes(1));
    }

    @Test
    void noRequestFailsWhileRoutersAreReplaced() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            for (int i = 0; i < REPLACEMENTS; i++) {
                CountDownLatch begun = new CountDownLatch(1);
                List<Future<List<String>>> all = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    all.add(callers.submit(() -> failures(begun)));
                }
                begun.await();
                replace(router());
                for (Future<List<String>> each : all) {
                    assertThat(each.get()).isEmpty();
                }
            }
        } finally {
            callers.shutdownNow();
        }
        current.close();
    }

    private List<String> failures(CountDownLatch begun) {
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < REQUESTS_EACH; i++) {
            RouteResult result = route(RouteRequest.of("hi"));
            if (!(result instanceof RouteResult.Answered)) {
                failures.add(result.decision().describe());
            }
            begun.countDown();
        }
        return failures;
    }

    @Test
    void theKillSwitchStaysEngagedAcrossAReplacement() {
        current.killSwitch().engage(KillOrder.cancelling(KillScope.everything(), KillCause.SECURITY, "ticket", "ann"));

        replace(router());

        assertThat(route(RouteRequest.of("hi")).decision().reasons().get(0).reason())
                .isEqualTo(RejectionReason.KILL_SWITCH);
    }

    @Test
    void aSharedAdapterStaysOpenAndAnOwnedOneDoesNot() {
        HybridRouter other = router();
        other.close();

        assertThat(provider.isClosed()).isFalse();
        assertThat(route(RouteRequest.of("hi"))).isInstanceOf(RouteResult.Answered.class);

        HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .build()
                .close();

        assertThat(provider.isClosed()).isTrue();
    }
}
