package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is metered of answers: their tokens, and when a stream's first content came. */
@ExtendWith(HybridRouterExtension.class)
class TokenMetersTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final Meters meters = new Meters();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    TokenMetersTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router() {
        return Routers.over(clock, provider, "a", "b")
                .meterRegistry(meters.registry())
                .build();
    }

    private RouteResult route(Modes mode, HybridRouter router, Duration time) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(time);
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended after " + clock.elapsed()));
    }

    @Test
    void stream_whenContentComes_timesItsFirstPieceFromTheRequestOn() {
        provider.on("a").throttle(Duration.ofSeconds(30)).after(Duration.ofMillis(40));
        provider.on("b").reply("hel", "lo").after(Duration.ofMillis(60)).every(Duration.ofMillis(500));

        route(Modes.STREAM, router(), Duration.ofSeconds(1));

        Timer first = meters.onlyTimer("hybridrouter.ttfc");
        Meters.assertTimed(first, 1, Duration.ofMillis(100));
        assertThat(first.getId().getTag("target")).isEqualTo("b");
        Meters.assertTimed(meters.request("answered", "true", "none"), 1, Duration.ofMillis(600));
    }

    @Test
    void stream_whenNoContentComes_timesNoFirstPiece() {
        provider.onAny().fail(FailureKind.INVALID_REQUEST);

        route(Modes.STREAM, router(), Duration.ZERO);

        assertThat(meters.has("hybridrouter.ttfc")).isFalse();
    }

    @Test
    void call_timesNoFirstPiece() {
        provider.on("a").reply("hello");

        route(Modes.ASYNC, router(), Duration.ZERO);

        assertThat(meters.has("hybridrouter.ttfc")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void tokens_areCountedByTypeAsReported(Modes mode) {
        provider.on("a")
                .reply("hello")
                .usage(TokenUsage.builder()
                        .input(100)
                        .output(20)
                        .cacheRead(70)
                        .cacheWrite(5)
                        .build());
        HybridRouter router = router();

        route(mode, router, Duration.ZERO);
        route(mode, router, Duration.ZERO);

        assertThat(meters.tokens("a", "input")).isEqualTo(200);
        assertThat(meters.tokens("a", "output")).isEqualTo(40);
        assertThat(meters.tokens("a", "cache_read")).isEqualTo(140);
        assertThat(meters.tokens("a", "cache_write")).isEqualTo(10);
        assertThat(meters.registry().get("hybridrouter.tokens").meters())
                .allSatisfy(meter -> assertThat(meter.getId().getBaseUnit()).isEqualTo("tokens"));
    }

    @ParameterizedTest
    @EnumSource
    void tokens_ofAnEmptyAnswer_areCountedBecauseTheyAreBilled(Modes mode) {
        provider.on("a").content().tokens(5, 1);
        provider.on("b").reply("hello");

        route(mode, router(), Duration.ZERO);

        assertThat(meters.tokens("a", "input")).isEqualTo(5);
        assertThat(meters.tokens("a", "output")).isEqualTo(1);
    }

    @Test
    void tokens_whenUnknown_areNotCounted() {
        provider.on("a").reply("hello");

        route(Modes.ASYNC, router(), Duration.ZERO);

        assertThat(meters.has("hybridrouter.tokens")).isFalse();
    }

    @Test
    void tokens_whenEstimatedAfterABrokenStream_areNotCountedAsReported() {
        provider.on("a").reply("hel", "lo").failAfter(1, FailureKind.STREAM_BROKEN);

        assertThat(route(Modes.STREAM, router(), Duration.ZERO)).failedWith(FailureKind.STREAM_BROKEN);

        assertThat(meters.has("hybridrouter.tokens")).isFalse();
    }
}
