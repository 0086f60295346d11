package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener that throws is reported and disturbs nobody. */
@ExtendWith(HybridRouterExtension.class)
class ListenersTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final String FAILURES = "hybridrouter.listener.failures";
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RecordingListener told = new RecordingListener();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    ListenersTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    /** A router that tells these listeners before the one that writes down. */
    private HybridRouter router(RouterListener... first) {
        HybridRouterBuilder builder = Routers.over(clock, provider, "a", "b").meterRegistry(registry);
        for (RouterListener listener : first) {
            builder.listener(listener);
        }
        return builder.listener(told).build();
    }

    private HybridRouter routerWithBroken(Throwable thrown) {
        return router(new BrokenListener(thrown));
    }

    private static RouteResult ended(Supplier<Optional<RouteResult>> call) {
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    private double failures(Class<?> listener) {
        return registry.get(FAILURES)
                .tag("listener", listener.getName())
                .counter()
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void throwingListener_whenATargetAnswers_disturbsNeitherRequestNorOtherListeners(Modes mode) {
        provider.on("a").reply("hello");
        HybridRouter router = routerWithBroken(new IllegalStateException("broken"));

        assertThat(ended(mode.begin(router, REQUEST))).servedBy("a");
        assertThat(told.startsAndEnds()).containsExactly("request", "attempt a", "a answered", "answered");
    }

    @ParameterizedTest
    @EnumSource
    void throwingListener_whenTargetsFail_disturbsNeitherRetryNorFallback(Modes mode) {
        provider.on("a").fail(FailureKind.SERVER_ERROR);
        provider.on("b").reply("hello");
        Supplier<Optional<RouteResult>> call =
                mode.begin(routerWithBroken(new IllegalStateException("broken")), REQUEST);

        clock.advance(Duration.ofSeconds(1));

        assertThat(ended(call)).servedBy("b").attempted("a", "a", "b");
        assertThat(told.startsAndEnds())
                .containsExactly(
                        "request",
                        "attempt a",
                        "a SERVER_ERROR",
                        "attempt a",
                        "a SERVER_ERROR",
                        "attempt b",
                        "b answered",
                        "answered");
    }

    @Test
    void throwingListener_whenTheCallBlocks_disturbsNothing() {
        provider.on("a").reply("hello");

        assertThat(routerWithBroken(new IllegalStateException("broken")).route(REQUEST))
                .servedBy("a");
    }

    @ParameterizedTest
    @EnumSource
    void throwingListener_whenItThrowsAnError_disturbsNothing(Modes mode) {
        provider.on("a").reply("hello");
        HybridRouter router = routerWithBroken(new NoClassDefFoundError("a library of the host"));

        assertThat(ended(mode.begin(router, REQUEST))).servedBy("a");
        assertThat(told.startsAndEnds()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void throwingListener_whenItThrowsUndeclaredCheckedExceptions_disturbsNothing(Modes mode) {
        provider.on("a").reply("hello");
        HybridRouter router = routerWithBroken(new IOException("from a language without checked exceptions"));

        assertThat(ended(mode.begin(router, REQUEST))).servedBy("a");
        assertThat(told.startsAndEnds()).hasSize(4);
    }

    @Test
    void throwingListener_isLoggedOnceWithItsClass() {
        provider.on("a").reply("hello");
        HybridRouter router = routerWithBroken(new IllegalStateException("broken"));

        try (LogTap logs = LogTap.open()) {
            router.route(REQUEST);
            router.route(REQUEST);

            List<ILoggingEvent> urgent = logs.notable(Level.INFO);
            assertThat(urgent).hasSize(1);
            assertThat(urgent.get(0).getLevel()).isEqualTo(Level.WARN);
            assertThat(LogTap.value(urgent.get(0), "listener")).isEqualTo(BrokenListener.class.getName());
            assertThat(urgent.get(0).getThrowableProxy().getStackTraceElementProxyArray())
                    .anySatisfy(line -> assertThat(line.getSTEAsString()).contains("ListenersTest"));
        }
    }

    @Test
    void throwingListener_isLoggedEvenIfAnotherThrewBefore() {
        provider.on("a").reply("hello");
        HybridRouter router = router(new BrokenListener(new IllegalStateException("first")), new ThrowsAtTheEnd());

        try (LogTap logs = LogTap.open()) {
            router.route(REQUEST);
            router.route(REQUEST);

            assertThat(logs.notable(Level.INFO).stream()
                            .map(event -> LogTap.value(event, "listener"))
                            .toList())
                    .containsExactly(BrokenListener.class.getName(), ThrowsAtTheEnd.class.getName());
        }
    }

    @Test
    void throwingListener_isCountedAtEachThrowByItsClass() {
        provider.on("a").reply("hello");
        HybridRouter router = router(new BrokenListener(new IllegalStateException("first")), new ThrowsAtTheEnd());

        router.route(REQUEST);
        router.route(REQUEST);

        assertThat(failures(BrokenListener.class)).isEqualTo(8);
        assertThat(failures(ThrowsAtTheEnd.class)).isEqualTo(2);
        assertThat(failures(RecordingListener.class)).isZero();
    }

    @Test
    void throwingListener_whenThereAreNoMeters_disturbsNothing() {
        provider.on("a").reply("hello");
        HybridRouter router = Routers.over(clock, provider, "a")
                .listener(new BrokenListener(new IllegalStateException("broken")))
                .build();

        assertThat(router.route(REQUEST)).servedBy("a");
    }

    @Test
    void brokenMeterRegistry_disturbsNothing() {
        provider.on("a").reply("hello");
        HybridRouter router = router();
        registry.config().onMeterAdded(meter -> {
            throw new IllegalArgumentException("the host's registry refuses " + meter.getId());
        });

        assertThat(router.route(REQUEST)).servedBy("a");
        assertThat(told.startsAndEnds()).hasSize(4);
    }

    @Test
    void listeners_areToldInTheOrderInWhichTheyWereAdded() {
        provider.on("a").reply("hello");
        StringBuilder order = new StringBuilder();

        router(new Marking(order, "1"), new Marking(order, "2")).route(REQUEST);

        assertThat(order).hasToString("12");
    }

    /** Notes its name when a request ends. */
    private record Marking(StringBuilder order, String name) implements RouterListener {
        @Override
        public void onEvent(RouterEvent event) {
            if (event instanceof RequestEnded) {
                order.append(name);
            }
        }
    }

    /** Throws when a request ends. */
    private static final class ThrowsAtTheEnd implements RouterListener {
        @Override
        public void onEvent(RouterEvent event) {
            if (event instanceof RequestEnded) {
                throw new IllegalStateException("second");
            }
        }
    }
}
