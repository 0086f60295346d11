package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Counts of tokens beside calls: whatever becomes of them, neither the call nor the kill switch waits. */
@ExtendWith(HybridRouterExtension.class)
class TokenCountTest {
    private static final RouteRequest REQUEST =
            RouteRequest.builder().user("hi").maxTokens(400).build();

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final List<CompletableFuture<Long>> counts = new ArrayList<>();

    TokenCountTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.onAny().reply("hello").tokens(10, 10);
    }

    private CompletableFuture<Long> count() {
        CompletableFuture<Long> count = new CompletableFuture<>();
        counts.add(count);
        return count;
    }

    private HybridRouter router(Supplier<CompletableFuture<Long>> onCount) {
        return HybridRouterBuilder.create()
                .adapter(new CountingAdapter(provider, onCount))
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .clock(clock)
                .scheduler(clock)
                .budgets(BudgetPolicy.builder()
                        .budget(Budget.builder(
                                        "all",
                                        BudgetScope.everything(),
                                        BudgetWindow.day(ZoneOffset.UTC),
                                        Money.usd("1000"))
                                .build())
                        .calibrateByCounting()
                        .build())
                .build();
    }

    private static KillOrder stop(KillScope scope) {
        return KillOrder.cancelling(scope, KillCause.OPERATOR, "a test", "tester");
    }

    private void send(HybridRouter router) {
        var call = router.routeAsync(REQUEST);
        clock.advance(Duration.ofMillis(10));
        assertThat(call.toCompletableFuture().join()).servedBy("a");
    }

    @Test
    void aCounterThatIsBroken_holdsUpNothing_andIsAskedOnce() {
        int[] asked = {0};
        HybridRouter router = router(() -> {
            asked[0]++;
            throw new NoClassDefFoundError("a/client/Shaded");
        });
        send(router);
        send(router);

        assertThat(asked[0]).isEqualTo(1);
        assertThat(router.killSwitch().engage(stop(KillScope.everything())).passed())
                .as("nobody is on the way to an adapter")
                .isTrue();
    }

    @Test
    void aCounterThatReturnsNothing_holdsUpNothing() {
        HybridRouter router = router(() -> null);
        send(router);
        send(router);

        assertThat(router.killSwitch().engage(stop(KillScope.everything())).passed())
                .isTrue();
    }

    @Test
    void aCountThatHangs_isGivenUp_andTheNextRequestIsCounted() {
        HybridRouter router = router(this::count);
        send(router);
        send(router);
        assertThat(counts).hasSize(1);

        clock.advance(Duration.ofSeconds(10));
        assertThat(counts.get(0)).isCancelled();
        send(router);
        assertThat(counts).hasSize(2);
        router.close();
    }

    @Test
    void theKillSwitch_cancelsCountsOfItsScope() {
        HybridRouter router = router(this::count);
        send(router);
        router.killSwitch().engage(stop(KillScope.tenant("another")));
        assertThat(counts.get(0)).isNotDone();

        router.killSwitch().engage(stop(KillScope.target("a")));
        assertThat(counts.get(0)).isCancelled();
    }

    @Test
    void closing_cancelsCounts() {
        HybridRouter router = router(this::count);
        send(router);
        router.close();

        assertThat(counts.get(0)).isCancelled();
    }
}
