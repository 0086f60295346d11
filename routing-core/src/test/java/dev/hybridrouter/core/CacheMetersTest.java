package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is metered of the cache. Every token costs a thousandth of a dollar. */
@ExtendWith(HybridRouterExtension.class)
class CacheMetersTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");

    private final Meters meters = new Meters();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    CacheMetersTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1000", "1000"))
                        .build())
                .cache(CachePolicy.defaults())
                .meterRegistry(meters.registry())
                .build();
    }

    private double requests(String result) {
        return meters.registry()
                .get("hybridrouter.cache.requests")
                .tags("operation", "STANDARD", "result", result)
                .counter()
                .count();
    }

    @Test
    void cache_countsWhatItDid_andWhatItSaved() {
        provider.on("a").reply("hello").usage(TokenUsage.of(30, 20)).after(Duration.ofSeconds(1));
        HybridRouter router = router();

        var first = router.routeAsync(REQUEST);
        var second = router.routeAsync(REQUEST);
        clock.advance(Duration.ofSeconds(1));
        var third = router.routeAsync(REQUEST);

        assertThat(first).isDone();
        assertThat(second).isDone();
        assertThat(third).isDone();
        assertThat(requests("missed")).isEqualTo(1);
        assertThat(requests("joined")).isEqualTo(1);
        assertThat(requests("hit")).isEqualTo(1);
        assertThat(meters.registry()
                        .get("hybridrouter.cache.saved")
                        .tags("operation", "STANDARD")
                        .counter()
                        .count())
                .isCloseTo(0.1, within(1e-9));
        assertThat(meters.registry()
                        .get("cache.size")
                        .tag("cache", "hybridrouter")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void cachesOwnMeters_endWithTheRouter() {
        HybridRouter router = router();
        assertThat(meters.has("cache.size")).isTrue();

        router.close();

        assertThat(meters.has("cache.size")).isFalse();
        router().close();
    }
}
