package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.event.AttemptEnded;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The thread a router starts where the host hands it no scheduler. */
@ExtendWith(HybridRouterExtension.class)
class OwnTimerTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final long PATIENCE_MILLIS = 60_000;
    private final Set<Thread> before = timers();
    private final ScriptedProvider provider;
    private final HybridRouter router;

    OwnTimerTest(ManualClock clock, ScriptedProvider provider) {
        this.provider = provider;
        router = HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .clock(clock)
                .build();
    }

    private static Set<Thread> timers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("hybridrouter-timer"))
                .collect(Collectors.toSet());
    }

    private Set<Thread> started() {
        Set<Thread> started = new HashSet<>(timers());
        started.removeAll(before);
        return started;
    }

    private static RouteResult ended(Supplier<Optional<RouteResult>> call) {
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    @Test
    void router_whenNothingWasSent_hasNoThread() {
        assertThat(started()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void close_endsTheTimerThread(Modes mode) throws InterruptedException {
        provider.on("a").hang();
        var call = mode.begin(router, REQUEST);
        assertThat(started()).hasSize(1);
        Thread timer = started().iterator().next();
        assertThat(timer.isDaemon()).isTrue();

        router.close();
        timer.join(PATIENCE_MILLIS);

        assertThat(timer.isAlive()).isFalse();
        assertThat(ended(call)).failedWith(FailureKind.CANCELLED);
    }

    @Test
    void closeWithGrace_endsTheTimerThread() throws InterruptedException {
        router.close(Duration.ofSeconds(30));

        for (Thread timer : started()) {
            timer.join(PATIENCE_MILLIS);
            assertThat(timer.isAlive()).isFalse();
        }
    }

    /** Has a call time out and does something on the timer's thread, with what ends the call. */
    private RouteResult onTimeout(Consumer<HybridRouter> action) throws Exception {
        AtomicReference<HybridRouter> own = new AtomicReference<>();
        provider.on("a").hang();
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a")
                        .attemptTimeout(Duration.ofMillis(1))
                        .build())
                .listener(Events.on(AttemptEnded.class, event -> action.accept(Objects.requireNonNull(own.get()))))
                .build();
        own.set(router);
        try (router) {
            return router.routeAsync(REQUEST).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void blockingCall_onTheTimersThread_isRefused() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();

        RouteResult result = onTimeout(router -> thrown.complete(catchThrowable(() -> router.route(REQUEST))));

        assertThat(thrown.join())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("route: called on a router's timer thread");
        assertThat(result).failedWith(FailureKind.TIMEOUT);
    }

    @Test
    void closeWithGrace_onTheTimersThread_doesNotWait() throws Exception {
        assertThat(onTimeout(router -> router.close(Duration.ofDays(1)))).failedWith(FailureKind.CANCELLED);
    }

    @Test
    void close_whileTheAdapterIsBeingCalled_stillEndsTheCallWithAResult() {
        provider.when(call -> {
                    router.close();
                    return true;
                })
                .hang();

        assertThat(router.routeAsync(REQUEST).join()).failedWith(FailureKind.CANCELLED);
    }

    @Test
    void close_whileAStreamIsAboutToRetry_stillEndsItWithAResult() {
        provider.when(call -> {
                    router.close();
                    return true;
                })
                .raise(new ProviderException(ProviderFailure.builder(FailureKind.THROTTLED, "scripted")
                        .retryAfter(Duration.ofSeconds(2))
                        .build()));

        assertThat(ended(Modes.STREAM.begin(router, REQUEST))).failedWith(FailureKind.CANCELLED);
    }
}
