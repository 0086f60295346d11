package dev.hybridrouter.examples.testing;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.RouterAssertions;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's example of a host's own test. */
@ExtendWith(HybridRouterExtension.class)
class ChatServiceTest {
    @Test
    void fallsBackWhenFrankfurtIsThrottled(ManualClock clock, ScriptedProvider provider) {
        provider.on("frankfurt").throttle(Duration.ofSeconds(30));
        provider.on("dublin").reply("hello");
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("frankfurt").build())
                .target(provider.target("dublin").build())
                .clock(clock)
                .scheduler(clock)
                .build();

        RouteResult result = router.route(RouteRequest.of("hi"));

        RouterAssertions.assertThat(result).servedBy("dublin").isDegraded();
    }
}
