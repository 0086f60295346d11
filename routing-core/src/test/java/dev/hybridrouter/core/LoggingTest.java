package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the router logs, and at which level. */
@ExtendWith(HybridRouterExtension.class)
class LoggingTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final LogTap logs = LogTap.open();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    LoggingTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    @AfterEach
    void closeLogs() {
        logs.close();
    }

    private RouteResult route(Modes mode, HybridRouter router, Duration time) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(time);
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended after " + clock.elapsed()));
    }

    private HybridRouter router() {
        return Routers.over(clock, provider, "a", "b").build();
    }

    private ILoggingEvent only(String message) {
        List<ILoggingEvent> found = logs.events().stream()
                .filter(event -> event.getMessage().startsWith(message))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @ParameterizedTest
    @EnumSource
    void request_whenItEnds_isLoggedAtDebugAsKeysAndValues(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(30));
        provider.on("b").reply("hello").after(Duration.ofMillis(70));

        route(mode, router(), Duration.ofSeconds(1));

        ILoggingEvent event = only("HR-801 Request ended");
        assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(event.getLoggerName()).isEqualTo("dev.hybridrouter.request");
        assertThat(LogTap.value(event, "request")).isEqualTo("1");
        assertThat(LogTap.value(event, "operation")).isEqualTo("STANDARD");
        assertThat(LogTap.value(event, "outcome")).isEqualTo("ANSWERED");
        assertThat(LogTap.value(event, "attempts")).isEqualTo("2");
        assertThat(LogTap.value(event, "elapsed")).isEqualTo("70 ms");
    }

    @ParameterizedTest
    @EnumSource
    void attempt_whenItFails_isLoggedAtDebugAsKeysAndValues(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(30)).after(Duration.ofMillis(40));
        provider.on("b").reply("hello");

        route(mode, router(), Duration.ofSeconds(1));

        ILoggingEvent event = only("HR-802 Attempt failed");
        assertThat(event.getFormattedMessage())
                .contains("request #1, target=a (model ")
                .contains("kind=PRIMARY, duration=40 ms, failure=THROTTLED");
        assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(LogTap.value(event, "target")).isEqualTo("a");
        assertThat(LogTap.value(event, "kind")).isEqualTo("PRIMARY");
        assertThat(LogTap.value(event, "failure")).startsWith("THROTTLED");
        assertThat(LogTap.value(event, "duration")).isEqualTo("40 ms");
    }

    @Test
    void attempt_whenItAnswers_isNotLogged() {
        provider.on("a").reply("hello");

        router().route(REQUEST);

        assertThat(logs.notable(Level.DEBUG)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void outcomesTheCallerSees_areLoggedBelowInfo(Modes mode) {
        provider.on("a").reply("hello");
        route(mode, router(), Duration.ZERO);
        for (FailureKind kind : FailureKind.values()) {
            if (kind.health() != HealthImpact.MISCONFIGURED && kind.health() != HealthImpact.LOAD) {
                provider.onAny().fail(kind);
                route(mode, router(), Duration.ofMinutes(1));
            }
        }
        provider.onAny().hang();
        route(mode, router(), Duration.ofMinutes(1));
        HybridRouter closed = router();
        var interrupted = mode.begin(closed, REQUEST);
        closed.close();
        route(mode, closed, Duration.ZERO);

        assertThat(interrupted.get()).isPresent();
        assertThat(logs.events()).isNotEmpty();
        assertThat(logs.notable(Level.INFO)).isEmpty();
    }

    @Test
    void cancelling_isLoggedBelowInfo() {
        provider.on("a").hang();
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router().stream(REQUEST).subscribe(probe);

        probe.cancel();
        boolean cancelled = router().routeAsync(REQUEST).cancel(true);

        assertThat(cancelled).isTrue();
        assertThat(logs.notable(Level.INFO)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void breaker_whenItOpens_warnsOnceWithTargetAndFailure(Modes mode) {
        provider.onAny().fail(FailureKind.OTHER);
        HybridRouter router = Routers.over(clock, provider, "a")
                .breaker(BreakerPolicy.builder().failures(2).build())
                .build();
        for (int i = 0; i < 4; i++) {
            route(mode, router, Duration.ZERO);
        }

        List<ILoggingEvent> urgent = logs.notable(Level.INFO);
        assertThat(urgent).hasSize(1);
        assertThat(urgent.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(LogTap.value(urgent.get(0), "target")).isEqualTo("a");
        assertThat(LogTap.value(urgent.get(0), "cause")).startsWith("OTHER");
    }

    @ParameterizedTest
    @EnumSource
    void misconfiguredTarget_warnsOnceWithWhatToDo(Modes mode) {
        provider.on("a").fail(FailureKind.MODEL_NOT_FOUND);
        provider.on("b").reply("hello");
        HybridRouter router = router();
        route(mode, router, Duration.ZERO);
        route(mode, router, Duration.ZERO);

        List<ILoggingEvent> urgent = logs.notable(Level.INFO);
        assertThat(urgent).hasSize(1);
        assertThat(urgent.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(LogTap.value(urgent.get(0), "target")).isEqualTo("a");
        assertThat(urgent.get(0).getFormattedMessage()).contains(FailureKind.MODEL_NOT_FOUND.advice());
    }

    @Test
    void nothing_isLoggedWhereTheHostTurnsDebugOff() {
        provider.on("a").throttle(Duration.ofSeconds(30));
        provider.on("b").reply("hello");
        logs.threshold(Level.INFO);

        router().route(REQUEST);

        assertThat(logs.notable(Level.DEBUG))
                .extracting(ILoggingEvent::getLevel)
                .containsOnly(Level.WARN);
    }
}
