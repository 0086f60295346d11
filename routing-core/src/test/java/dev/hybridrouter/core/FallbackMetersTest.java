package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What counts as a fallback call from one path to another, and as a successful one. */
@ExtendWith(HybridRouterExtension.class)
class FallbackMetersTest {
    private static final String RELIABILITY = "hybridrouter.fallback.reliability";
    private static final RouteRequest REQUEST = RouteRequest.of("hi").toBuilder()
            .context(RequestContext.builder()
                    .operation(OperationType.INFRASTRUCTURE) // DIRECT, then MCP
                    .build())
            .build();

    private final Meters meters = new Meters();
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final HybridRouter router;

    FallbackMetersTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        router = HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .target(provider.target("direct").path(Path.DIRECT).build())
                .target(provider.target("mcp").path(Path.MCP).build())
                .meterRegistry(meters.registry())
                .build();
    }

    @AfterEach
    void close() {
        router.close();
    }

    private void route() {
        var unused = router.routeAsync(REQUEST);
        clock.advance(Duration.ofMinutes(1));
    }

    private double count(String path, String outcome) {
        return meters.registry()
                .get("hybridrouter.fallback")
                .tags("path", path, "outcome", outcome)
                .counter()
                .count();
    }

    private double reliability() {
        return meters.registry().get(RELIABILITY).tag("path", "MCP").gauge().value();
    }

    @Test
    void thePreferredPath_isNoFallback() {
        provider.on("direct").reply("hello");

        route();

        assertThat(meters.names()).doesNotContain("hybridrouter.fallback", RELIABILITY);
    }

    @Test
    void anotherPathAfterAFailure_countsByItsOutcome() {
        provider.on("direct").fail(FailureKind.OTHER);
        provider.on("mcp").reply("hello");
        route();
        route();
        provider.on("mcp").fail(FailureKind.OTHER);
        route();

        assertThat(count("MCP", "success")).isEqualTo(2);
        assertThat(count("MCP", "failed")).isEqualTo(1);
        assertThat(reliability()).isCloseTo(0.2077, within(0.0001)); // 2 of 3
    }

    @Test
    void aPreferredPathOutOfService_makesAFallbackWithoutFailure() {
        provider.on("mcp").reply("hello");
        router.killSwitch()
                .engage(KillOrder.draining(KillScope.path(Path.DIRECT), KillCause.OPERATOR, "a drill", "ann"));

        route();

        assertThat(count("MCP", "success")).isEqualTo(1);
    }

    @Test
    void whatTheRequesterDid_countsForNeither() {
        provider.on("direct").fail(FailureKind.OTHER);
        provider.on("mcp").fail(FailureKind.INVALID_REQUEST);
        route();
        provider.on("mcp").hang();
        router.routeAsync(REQUEST).cancel(true);

        assertThat(meters.names()).doesNotContain("hybridrouter.fallback");
    }

    @Test
    void closing_removesTheGauge() {
        provider.on("direct").fail(FailureKind.OTHER);
        provider.on("mcp").reply("hello");
        route();

        router.close();

        assertThat(meters.names()).contains("hybridrouter.fallback").doesNotContain(RELIABILITY);
    }
}
