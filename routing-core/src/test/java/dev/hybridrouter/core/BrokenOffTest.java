package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must not throw throws all the same: the caller is told, and nothing is left behind. */
@ExtendWith(HybridRouterExtension.class)
class BrokenOffTest {
    private static final RouteRequest REQUEST = RouteRequest.of("secret");
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final List<Integer> inFlight = new ArrayList<>();
    private long backwards;
    private boolean broken;

    BrokenOffTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    /** A router over a clock that steps back when the test says so. */
    private HybridRouter router() {
        RouterClock stepping = new RouterClock() {
            @Override
            public long nanoTime() {
                if (broken) {
                    throw new IllegalStateException("no time");
                }
                return clock.nanoTime() - backwards;
            }

            @Override
            public Instant instant() {
                return clock.instant();
            }
        };
        return Routers.over(clock, provider, "a")
                .clock(stepping)
                .constraint((request, view) -> {
                    inFlight.add(view.health().inFlight());
                    return Optional.empty();
                })
                .build();
    }

    private void stepBack() {
        backwards = Duration.ofHours(1).toNanos();
    }

    private void assertNothingIsLeft(HybridRouter router) {
        inFlight.clear();
        router.explain(REQUEST);
        assertThat(inFlight).containsOnly(0);
        assertThat(clock.pendingTasks()).isZero();
        router.close(Duration.ofDays(1)); // would wait for a call that is left
    }

    @Test
    void call_whenItsAnswerCannotBeRecorded_breaksOff() {
        provider.on("a").hang();
        HybridRouter router = router();
        CompletableFuture<RouteResult> call = router.routeAsync(REQUEST);

        stepBack();
        provider.completeNext("hello");

        assertThatThrownBy(call::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this is a bug of the router");
        assertNothingIsLeft(router);
    }

    @ParameterizedTest
    @EnumSource
    void request_whenTheClockBreaks_freesTheTarget(Modes mode) {
        provider.on("a").hang();
        HybridRouter router = router();
        var unused = mode.begin(router, REQUEST);

        broken = true;
        provider.completeNext("hello");
        broken = false;

        assertNothingIsLeft(router);
    }

    @Test
    void call_whenItsTimeoutCannotBeRecorded_breaksOff() {
        provider.on("a").hang();
        HybridRouter router = router();
        CompletableFuture<RouteResult> call = router.routeAsync(REQUEST);

        stepBack();
        clock.advance(Duration.ofMinutes(1));

        assertThat(call).isCompletedExceptionally();
        assertThat(provider.inFlight()).isZero();
        assertNothingIsLeft(router);
    }

    @Test
    void stream_whenItsAnswerCannotBeRecorded_endsWithAnError() {
        provider.on("a").hang();
        HybridRouter router = router();
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);

        stepBack();
        provider.completeNext("hello");

        probe.assertRulesKept();
        assertThat(probe.error().orElseThrow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this is a bug of the router");
        assertNothingIsLeft(router);
    }

    @Test
    void stream_whenItsTimeoutCannotBeRecorded_endsWithAnError() {
        provider.on("a").hang();
        HybridRouter router = router();
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);

        stepBack();
        clock.advance(Duration.ofMinutes(1));

        probe.assertRulesKept();
        assertThat(probe.error()).isPresent();
        assertThat(provider.inFlight()).isZero();
        assertNothingIsLeft(router);
    }

    @Test
    void call_whenItCannotEvenBegin_breaksOffWithoutTheAdaptersWords() {
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(new StubAdapter(CompletableFuture::new, subscriber -> {}, () -> {
                    throw new IllegalStateException("the prompt was: secret");
                }))
                .target(StubAdapter.target("a"))
                .clock(clock)
                .scheduler(clock)
                .build();

        StringWriter trace = new StringWriter();
        catchThrowable(router.routeAsync(REQUEST)::join).printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString()).contains("this is a bug of the router").doesNotContain("secret");
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);
        assertThat(probe.error()).isPresent();
        router.close(Duration.ofDays(1)); // would wait for a call that is left
    }
}
