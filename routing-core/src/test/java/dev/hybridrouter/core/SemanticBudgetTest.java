package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is held and settled for embeddings. Every token costs a micro-dollar. */
@ExtendWith(HybridRouterExtension.class)
class SemanticBudgetTest {
    private static final RouteRequest REQUEST =
            RouteRequest.builder().user("a").maxTokens(100).build();

    private final FakeEmbedder embedder = new FakeEmbedder();
    private final InMemoryLedger ledger = InMemoryLedger.create();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    SemanticBudgetTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.onAny().reply("one").usage(TokenUsage.of(30, 20));
    }

    private HybridRouter router(String usdADay) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .budgets(BudgetPolicy.of(Budget.builder(
                                "daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd(usdADay))
                        .build()))
                .ledger(ledger)
                .cache(CachePolicy.builder()
                        .semantic(SemanticPolicy.builder(embedder, 0.95)
                                .withoutErrorLimit()
                                .build())
                        .build())
                .build();
    }

    private static Money tokens(long count) {
        return new Money(1_000 * count);
    }

    private RouteResult route(HybridRouter router, RouteRequest request) {
        CompletableFuture<RouteResult> call = router.routeAsync(request);
        clock.advance(Duration.ofSeconds(1));
        return call.join();
    }

    private AccountState account() {
        return ledger.accounts(clock.instant()).get(0);
    }

    @Test
    void embeddings_areSettledAtWhatTheyCost_andTheLedgerSumsUpTheDecisions() {
        HybridRouter router = router("1");

        RouteResult missed = route(router, REQUEST);
        RouteResult hit = route(
                router,
                REQUEST.toBuilder()
                        .clearMessages()
                        .messages(RouteRequest.of("b@0.99").messages())
                        .build());

        assertThat(missed.decision().cost()).contains(tokens(60));
        assertThat(hit.decision().cost()).contains(tokens(10));
        assertThat(account().settled()).isEqualTo(tokens(70));
        assertThat(account().reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void embedding_whileItRuns_holdsAsManyTokensAsTheTextHasBytes_andSome() {
        CompletableFuture<Embedding> embedding = new CompletableFuture<>();
        embedder.behaving(call -> embedding);
        var unused = router("1")
                .routeAsync(REQUEST.toBuilder()
                        .clearMessages()
                        .messages(RouteRequest.of("äöü").messages())
                        .build());

        assertThat(account().reserved()).isEqualTo(tokens(6 + 16));
        embedding.complete(Embedding.of(FakeEmbedder.vector("")));
        clock.advance(Duration.ofMillis(1));
        assertThat(account().settled()).as("usage unknown: what was held").isEqualTo(tokens(22 + 50));
    }

    @Test
    void failedEmbedding_isReleased_andOneWhoseEndIsUnknownStaysPending() {
        HybridRouter router = router("1");
        embedder.behaving(
                call -> CompletableFuture.failedFuture(new ProviderException(FailureKind.THROTTLED, "slow down")));
        route(router, REQUEST);
        assertThat(account().pending()).isEqualTo(Money.ZERO);

        embedder.behaving(call -> new CompletableFuture<>());
        route(router, RouteRequest.builder().user("b").maxTokens(100).build());

        assertThat(account().pending()).isEqualTo(tokens(17));
        assertThat(account().reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void budgetThatIsUsedUp_asksNoEmbedder() {
        HybridRouter router = router("0.000016");

        route(router, REQUEST);

        assertThat(embedder.calls).isEmpty();
        assertThat(account().settled()).isEqualTo(Money.ZERO);
    }

    @Test
    void embedderWithoutAPrice_isNotAskedUnderAHardBudget() {
        embedder.price(null);

        assertThat(route(router("1"), REQUEST).orElseThrow().text()).isEqualTo("one");
        assertThat(embedder.calls).isEmpty();
    }
}
