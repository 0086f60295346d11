package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.core.price.PriceBook;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.BilledModel;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.TargetView;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What strategies know of prices and sizes: the price book's too, and the same estimate as budgets and quotas. */
@ExtendWith(HybridRouterExtension.class)
class ListedPricesTest {
    private static final TokenPrice DEAR = TokenPrice.perMillion("30.00", "150.00");
    private static final TokenPrice CHEAP = TokenPrice.perMillion("3.00", "15.00");
    private static final PriceBook BOOK = PriceBook.builder()
            .price(new BilledModel("scripted-model", "dear"), DEAR, LocalDate.EPOCH, "test")
            .price(new BilledModel("scripted-model", "cheap"), CHEAP, LocalDate.EPOCH, "test")
            .build();
    /** 1,000 tokens of input and 100 of output: $0.0045 where it is cheap. */
    private static final RouteRequest REQUEST =
            RouteRequest.builder().user("x".repeat(4_000)).maxTokens(100).build();

    private final ManualClock clock;
    private final ScriptedProvider provider;

    ListedPricesTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .target(provider.target("dear").region("dear").build())
                .target(provider.target("cheap").region("cheap").build());
    }

    static List<RoutingStrategy> byPrice() {
        return List.of(
                Strategies.lowestPrice(),
                Strategies.affinity(AffinityPolicy.builder().build()));
    }

    @ParameterizedTest
    @MethodSource("byPrice")
    void targetsPricedByTheBookOnly_areOrderedByPrice(RoutingStrategy strategy) {
        provider.onAny().reply("hi");
        HybridRouter router = builder().priceBook(BOOK).strategies(strategy).build();

        var result = router.route(REQUEST);

        assertThat(result).servedBy("cheap").ranked("cheap", "dear");
        assertThat(result.decision().ranking().get(0).scores().get(0).value()).isCloseTo(0.0045, offset(1e-9));
        assertThat(result.decision().ranking().get(1).scores().get(0).value()).isCloseTo(0.045, offset(1e-9));
    }

    @ParameterizedTest
    @MethodSource("byPrice")
    void targetsWithoutAnyPrice_comeLast(RoutingStrategy strategy) {
        HybridRouter router = builder()
                .priceBook(BOOK)
                .target(provider.target("unlisted").region("unlisted").build())
                .strategies(strategy)
                .build();

        assertThat(router.explain(REQUEST)).ranked("cheap", "dear", "unlisted");
    }

    @Test
    void view_tellsTariffExpectedCostAndQuotaWait() {
        provider.onAny().hang();
        List<TargetView> seen = new ArrayList<>();
        Quotas quotas = Quotas.builder()
                .bucket("small", QuotaLimits.builder().tokensPerMinute(7_000).build(), "cheap")
                .build();
        HybridRouter router = builder()
                .priceBook(BOOK)
                .quotas(quotas)
                .strategies(RoutingStrategy.named("watch", (request, view, chance) -> {
                    seen.add(view);
                    return view.expectedCostNanoUsd();
                }))
                .constraint((request, view) -> {
                    assertThat(view.expectedCost())
                            .as("before each attempt too")
                            .isPresent();
                    return Optional.empty();
                })
                .build();
        var unused = router.routeAsync(REQUEST);
        seen.clear();
        router.explain(
                RouteRequest.builder().user("x".repeat(4_000)).maxTokens(900).build());

        TargetView dear = seen.get(0);
        assertThat(dear.tariff()).contains(Tariff.of(DEAR));
        assertThat(dear.expectedInputTokens()).isEqualTo(1_000);
        assertThat(dear.expectedOutputTokens()).isEqualTo(900);
        assertThat(dear.expectedCost()).contains(Money.usd("0.165"));
        assertThat(dear.quotaWait()).isZero();
        assertThat(seen.get(1).quotaWait()).isPositive();
        router.close();
    }

    @Test
    void requestWithoutLimit_isExpectedToBeAnsweredInFiveHundredTokens() {
        List<TargetView> seen = new ArrayList<>();
        HybridRouter router = builder()
                .strategies(RoutingStrategy.named("watch", (request, view, chance) -> {
                    seen.add(view);
                    return 0;
                }))
                .build();
        router.explain(RouteRequest.of("hi"));

        assertThat(seen.get(0).expectedOutputTokens()).isEqualTo(500);
        assertThat(seen.get(0).tariff()).isEmpty();
        assertThat(seen.get(0).expectedCost()).isEmpty();
        assertThat(seen.get(0).expectedCostNanoUsd()).isEqualTo(-1);
    }

    private static RouteRequest withImage() {
        return RouteRequest.builder()
                .message(new Message(Role.USER, List.of(new Content.Image("png", MediaSource.bytes(new byte[] {1})))))
                .maxTokens(100)
                .build();
    }

    private HybridRouterBuilder watched(List<Long> expected) {
        Quotas quotas = Quotas.builder()
                .bucket("small", QuotaLimits.builder().tokensPerMinute(10_000).build(), "cheap")
                .build();
        return builder().quotas(quotas).strategies(RoutingStrategy.named("watch", (request, view, chance) -> {
            expected.add(view.expectedInputTokens());
            return view.target().id().value().equals("cheap") ? 0 : 1;
        }));
    }

    @Test
    void tokensPerImage_reachStrategiesAndQuotas() {
        provider.onAny().hang();
        List<Long> usual = new ArrayList<>();
        List<Long> larger = new ArrayList<>();
        Budget budget = Budget.builder(
                        "all", BudgetScope.everything(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("100"))
                .build();
        HybridRouter byDefault = watched(usual).build();
        HybridRouter set = watched(larger)
                .priceBook(BOOK)
                .budgets(BudgetPolicy.builder()
                        .budget(budget)
                        .tokensPerImage(9_000)
                        .build())
                .build();
        for (HybridRouter router : List.of(byDefault, set)) {
            var unused = router.routeAsync(withImage());
        }

        assertThat(usual).containsOnly(1_600L);
        assertThat(byDefault.explain(withImage()).describe()).doesNotContain("quota-wait");
        assertThat(larger).containsOnly(9_000L);
        assertThat(set.explain(withImage()).describe()).contains("quota-wait");
        byDefault.close();
        set.close();
    }
}
