package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import dev.hybridrouter.core.quota.QuotaWindow;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.ScriptedSharedCache;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every way in which something goes out to a provider, an embedder, a guard, or the second level of the cache. For each it is first
 * shown that the way is real: without the switch something goes out.
 */
@ExtendWith(HybridRouterExtension.class)
class KillSwitchPathsTest {
    private static final RouteRequest REQUEST =
            RouteRequest.builder().user("hi").maxTokens(400).build();
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final FakeEmbedder embedder = new FakeEmbedder();
    private final ScriptedRemoteGuard guard = new ScriptedRemoteGuard(
            input -> CompletableFuture.completedFuture(GuardReport.costing(Money.ZERO, GuardVerdict.pass())));
    private final ScriptedSharedCache store;
    private int counted;

    KillSwitchPathsTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.store = ScriptedSharedCache.create(clock);
    }

    /** How something goes out. */
    enum Way {
        CALL,
        STREAM,
        RETRY,
        FALLBACK,
        PROBE,
        REFRESH,
        TRY_ALONE,
        QUOTA_WAIT,
        TOKEN_COUNT,
        EMBEDDING,
        EMBEDDING_OF_A_REQUEST_THAT_WAS_LET_IN,
        SHARED_CACHE_FIND,
        SHARED_CACHE_STORE,
        SHARED_CACHE_REMOVE,
        GUARD_ON_REQUEST,
        GUARD_ON_ANSWER
    }

    private long sent() {
        return (long) provider.history().size()
                + embedder.calls.size()
                + counted
                + guard.asked.size()
                + store.finds()
                + store.puts()
                + store.removals();
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .clock(clock)
                .scheduler(clock)
                .seed(42);
    }

    private static void send(HybridRouter router) {
        var unused = router.routeAsync(REQUEST);
    }

    private static void stream(HybridRouter router) {
        router.stream(REQUEST).subscribe(StreamProbe.unbounded());
    }

    /** Goes as far as right before something goes out; what is returned lets it. */
    private Runnable upTo(Way way, HybridRouter[] used) {
        switch (way) {
            case CALL -> {
                provider.onAny().reply("hello");
                used[0] = builder().build();
                return () -> send(used[0]);
            }
            case STREAM -> {
                provider.onAny().reply("hello");
                used[0] = builder().build();
                return () -> stream(used[0]);
            }
            case RETRY -> {
                provider.onAny().fail(FailureKind.SERVER_ERROR).then().reply("hello");
                used[0] = builder().build();
                send(used[0]); // the retry comes after a pause
                return () -> clock.advance(SECOND);
            }
            case FALLBACK -> {
                provider.on("a").fail(FailureKind.OTHER).after(SECOND);
                provider.on("b").reply("hello");
                used[0] = builder().target(provider.target("b").build()).build();
                send(used[0]);
                return () -> clock.advance(SECOND);
            }
            case PROBE -> {
                provider.onAny().fail(FailureKind.OTHER).then().reply("hello");
                used[0] = builder()
                        .retry(RetryPolicy.builder().maxAttempts(1).build())
                        .breaker(BreakerPolicy.builder()
                                .failures(1)
                                .window(1)
                                .probation(SECOND)
                                .build())
                        .build();
                send(used[0]);
                clock.advance(SECOND);
                return () -> send(used[0]);
            }
            case REFRESH -> {
                provider.onAny().reply("hello");
                used[0] = builder()
                        .cache(CachePolicy.builder()
                                .staleWhileRevalidate(Duration.ofHours(1))
                                .build())
                        .build();
                send(used[0]);
                clock.advance(Duration.ofMinutes(11));
                return () -> send(used[0]);
            }
            case TRY_ALONE -> {
                provider.onAny().fail(FailureKind.OTHER).after(SECOND).then().reply("hello");
                used[0] = builder()
                        .cache(CachePolicy.defaults())
                        .retry(RetryPolicy.builder().maxAttempts(1).build())
                        .build();
                var leader = used[0].routeAsync(REQUEST);
                send(used[0]); // follows, and is alone once the leader is gone
                return () -> {
                    clock.advance(SECOND);
                    assertThat(leader).isDone();
                };
            }
            case QUOTA_WAIT -> {
                provider.onAny().reply("hello").tokens(10, 10).after(SECOND);
                used[0] = builder()
                        .quotas(Quotas.builder()
                                .policy(QuotaPolicy.builder()
                                        .window(QuotaWindow.REFILLING)
                                        .headroom(1)
                                        .build())
                                .bucket(
                                        "bucket",
                                        QuotaLimits.builder()
                                                .tokensPerMinute(600)
                                                .build(),
                                        "a")
                                .build())
                        .build();
                send(used[0]);
                send(used[0]); // has to wait for the first
                return () -> clock.advance(Duration.ofSeconds(25));
            }
            case TOKEN_COUNT -> {
                provider.onAny().reply("hello").tokens(10, 10);
                ProviderAdapter counting = new CountingAdapter(provider, () -> {
                    counted++;
                    return CompletableFuture.completedFuture(10L);
                });
                used[0] = HybridRouterBuilder.create()
                        .adapter(counting)
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
                return () -> send(used[0]);
            }
            case EMBEDDING -> {
                provider.onAny().reply("hello");
                used[0] = builder().cache(semantic()).build();
                return () -> send(used[0]);
            }
            case EMBEDDING_OF_A_REQUEST_THAT_WAS_LET_IN -> {
                used[0] = builder()
                        .cache(semantic())
                        .guards(GuardPolicy.of(guard))
                        .build();
                return behindAGuard(used[0]);
            }
            case SHARED_CACHE_FIND -> {
                used[0] = builder()
                        .cache(secondLevel())
                        .guards(GuardPolicy.of(guard))
                        .build();
                return behindAGuard(used[0]);
            }
            case SHARED_CACHE_STORE -> {
                provider.onAny().reply("hello").after(SECOND);
                used[0] = builder().cache(secondLevel()).build();
                send(used[0]);
                return () -> clock.advance(SECOND);
            }
            case SHARED_CACHE_REMOVE -> {
                used[0] = builder().cache(secondLevel()).build();
                return () -> used[0].cache().invalidate(new Invalidation.Everything());
            }
            case GUARD_ON_REQUEST -> {
                used[0] = builder().guards(GuardPolicy.of(guard)).build();
                provider.onAny().reply("hello");
                return () -> send(used[0]);
            }
            case GUARD_ON_ANSWER -> {
                used[0] = builder().guards(GuardPolicy.of(guard)).build();
                provider.onAny().reply("hello").after(SECOND);
                send(used[0]);
                return () -> clock.advance(SECOND);
            }
        }
        throw new AssertionError(way);
    }

    private CachePolicy semantic() {
        return CachePolicy.builder()
                .semantic(SemanticPolicy.builder(embedder, 0.95)
                        .withoutErrorLimit()
                        .build())
                .build();
    }

    private CachePolicy secondLevel() {
        return CachePolicy.builder()
                .secondLevel(SecondLevel.builder(store, new byte[32]).build())
                .build();
    }

    /** A request that was let in waits for a guard; what is returned lets it go on. */
    private Runnable behindAGuard(HybridRouter router) {
        provider.onAny().reply("hello");
        CompletableFuture<GuardReport> verdict = new CompletableFuture<>();
        guard.behaving(input -> verdict);
        send(router);
        return () -> verdict.complete(GuardReport.costing(Money.ZERO, GuardVerdict.pass()));
    }

    private void throwSwitch(HybridRouter router) {
        KillOrder order = KillOrder.draining(KillScope.everything(), KillCause.SECURITY, "a test", "tester");
        assertThat(router.killSwitch().engage(order).passed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void withoutTheSwitch_somethingGoesOut(Way way) {
        Runnable last = upTo(way, new HybridRouter[1]);
        long before = sent();

        last.run();

        assertThat(sent()).isGreaterThan(before);
        clock.advance(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @EnumSource
    void afterTheSwitch_nothingGoesOut(Way way) {
        HybridRouter[] used = new HybridRouter[1];
        Runnable last = upTo(way, used);
        long before = sent();

        throwSwitch(used[0]);
        last.run();
        clock.advance(Duration.ofMinutes(5));

        assertThat(sent()).isEqualTo(before);
    }
}
