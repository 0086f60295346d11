package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners hear of each start and its end, whatever the outcome, attempts within their request. */
@ExtendWith(HybridRouterExtension.class)
class ListenerPairsTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final RecordingListener told = new RecordingListener();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    ListenerPairsTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder over(String... targets) {
        return Routers.over(clock, provider, targets).listener(told);
    }

    private HybridRouter router() {
        return over("a", "b").build();
    }

    private RouteResult route(Modes mode, HybridRouter router, Duration time) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);
        clock.advance(time);
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended after " + clock.elapsed()));
    }

    private static StreamProbe<StreamEvent> stream(HybridRouter router) {
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);
        return probe;
    }

    @ParameterizedTest
    @EnumSource
    void answered_startsAndEndsOnce(Modes mode) {
        provider.on("a").reply("hello");

        route(mode, router(), Duration.ZERO);

        assertThat(told.startsAndEnds()).containsExactly("request", "attempt a", "a answered", "answered");
    }

    @ParameterizedTest
    @EnumSource
    void fallback_startsAndEndsEachAttempt(Modes mode) {
        provider.on("a").throttle(Duration.ofSeconds(30));
        provider.on("b").reply("hello");

        route(mode, router(), Duration.ZERO);

        assertThat(told.startsAndEnds())
                .containsExactly("request", "attempt a", "a THROTTLED", "attempt b", "b answered", "answered");
    }

    @ParameterizedTest
    @EnumSource
    void noAdmissibleTarget_startsAndEndsWithoutAttempt(Modes mode) {
        Constraint never = (request, target) -> Optional.of(Rejection.of(RejectionReason.CUSTOM, "never", "none"));

        route(mode, over("a").constraint(never).build(), Duration.ZERO);

        assertThat(told.lines()).containsExactly("request", "rejected");
    }

    @ParameterizedTest
    @EnumSource
    void targetRefusedAfterPlanning_isNoAttempt(Modes mode) {
        provider.onAny().fail(FailureKind.OTHER).then().hang();
        HybridRouter router =
                over("a").breaker(BreakerPolicy.builder().failures(1).build()).build();
        route(mode, router, Duration.ZERO);
        clock.advance(Duration.ofSeconds(5));
        Supplier<Optional<RouteResult>> probe = mode.begin(router, REQUEST);

        assertThat(route(mode, router, Duration.ZERO)).isRejectedFor(RejectionReason.BREAKER_OPEN);
        provider.failNext(FailureKind.OTHER);

        assertThat(probe.get()).isPresent();
        assertThat(told.lines())
                .containsExactly(
                        "request",
                        "attempt a",
                        "a OTHER",
                        "failed",
                        "request",
                        "attempt a",
                        "request",
                        "rejected",
                        "a OTHER",
                        "failed");
    }

    @ParameterizedTest
    @EnumSource
    void failed_startsAndEndsOnce(Modes mode) {
        provider.on("a").fail(FailureKind.INVALID_REQUEST);

        route(mode, router(), Duration.ZERO);

        assertThat(told.lines()).containsExactly("request", "attempt a", "a INVALID_REQUEST", "failed");
    }

    @ParameterizedTest
    @EnumSource
    void deadline_endsAttemptAndRequest(Modes mode) {
        provider.onAny().hang();

        route(mode, over("a").build(), Duration.ofSeconds(30));

        assertThat(told.lines()).containsExactly("request", "attempt a", "a TIMEOUT", "failed");
    }

    @ParameterizedTest
    @EnumSource
    void brokenAdapter_endsEachAttempt(Modes mode) {
        provider.on("a").raise(new IllegalStateException("a bug"));
        provider.on("b").returnNull();

        route(mode, router(), Duration.ZERO);

        assertThat(told.lines()).containsExactly("request", "attempt a", "a OTHER", "attempt b", "b OTHER", "failed");
    }

    @ParameterizedTest
    @EnumSource
    void adapterThatThrowsAnError_endsItsAttempt(Modes mode) {
        provider.on("b").reply("hello");
        provider.when(call -> call.target().id().value().equals("a") && throwsError());

        assertThat(route(mode, router(), Duration.ZERO)).servedBy("b").attempted("a", "b");
        assertThat(told.startsAndEnds())
                .containsExactly("request", "attempt a", "a OTHER", "attempt b", "b answered", "answered");
    }

    private static boolean throwsError() {
        throw new NoClassDefFoundError("a library the adapter needs");
    }

    @Test
    void cancelledFuture_endsAttemptAndRequest() {
        provider.on("a").hang();
        var call = router().routeAsync(REQUEST);

        assertThat(call.cancel(true)).isTrue();

        assertThat(told.lines()).containsExactly("request", "attempt a", "a CANCELLED", "failed");
    }

    @Test
    void cancelledFuture_whenItAwaitsARetry_endsTheRequest() {
        provider.on("a").throttle(Duration.ofSeconds(2));
        var call = over("a").build().routeAsync(REQUEST);

        assertThat(call.cancel(true)).isTrue();

        assertThat(told.lines()).containsExactly("request", "attempt a", "a THROTTLED", "failed");
    }

    @Test
    void futureThatItsCallerFails_endsAttemptAndRequest() {
        provider.on("a").hang();
        var call = router().routeAsync(REQUEST);

        assertThat(call.completeExceptionally(new TimeoutException("as orTimeout does")))
                .isTrue();

        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(told.lines()).containsExactly("request", "attempt a", "a CANCELLED", "failed");
    }

    @Test
    void cancelledSubscription_whenNothingCame_endsAttemptAndRequest() {
        provider.on("a").hang();

        stream(router()).cancel();

        assertThat(told.lines()).containsExactly("request", "attempt a", "a CANCELLED", "failed");
    }

    @Test
    void cancelledSubscription_whenContentCame_endsAttemptAndRequest() {
        provider.on("a").reply("hel", "lo").hangAfter(1);

        stream(router()).cancel();

        assertThat(told.lines())
                .containsExactly("request", "attempt a", "content a after 0 ms", "a CANCELLED", "failed");
    }

    @Test
    void cancelledSubscription_whenItAwaitsARetry_endsTheRequest() {
        provider.on("a").throttle(Duration.ofSeconds(2));

        stream(over("a").build()).cancel();

        assertThat(told.lines()).containsExactly("request", "attempt a", "a THROTTLED", "failed");
    }

    @Test
    void subscriberThatBreaksTheProtocol_endsAttemptAndRequest() {
        provider.on("a").hang();
        StreamProbe<StreamEvent> probe = stream(router());

        probe.request(0);

        assertThat(probe.error()).isPresent();
        assertThat(told.lines()).containsExactly("request", "attempt a", "a CANCELLED", "failed");
    }

    @Test
    void subscriberThatThrows_endsAttemptAndRequest() {
        provider.on("a").reply("hel", "lo");

        router().stream(REQUEST).subscribe(new Throwing(new IllegalStateException("a bug of the host")));

        assertThat(told.lines())
                .containsExactly("request", "attempt a", "content a after 0 ms", "a CANCELLED", "failed");
    }

    @Test
    void subscriberThatThrowsAnError_endsAttemptAndRequest() {
        provider.on("a").reply("hel", "lo");

        router().stream(REQUEST).subscribe(new Throwing(new StackOverflowError("a bug of the host")));

        assertThat(told.lines())
                .containsExactly("request", "attempt a", "content a after 0 ms", "a CANCELLED", "failed");
    }

    @ParameterizedTest
    @EnumSource
    void close_endsWhatIsInFlight(Modes mode) {
        provider.on("a").hang();
        HybridRouter router = router();
        Supplier<Optional<RouteResult>> call = mode.begin(router, REQUEST);

        router.close();

        assertThat(call.get()).isPresent();
        assertThat(told.lines()).containsExactly("request", "attempt a", "a CANCELLED", "failed");
    }

    @ParameterizedTest
    @EnumSource
    void requestAfterClose_isNotToldBecauseItWasNotAccepted(Modes mode) {
        HybridRouter router = router();
        router.close();

        assertThat(route(mode, router, Duration.ZERO)).isRejectedFor(RejectionReason.ROUTER_CLOSED);
        assertThat(told.lines()).isEmpty();
    }

    @Test
    void firstContent_isToldOnceWithItsTimeSinceTheRequest() {
        provider.on("a").throttle(Duration.ofSeconds(30));
        provider.on("b").reply("hel", "lo").after(Duration.ofMillis(120)).every(Duration.ofMillis(50));

        route(Modes.STREAM, router(), Duration.ofSeconds(1));

        assertThat(told.lines())
                .containsSubsequence("attempt b", "content b after 120 ms", "b answered")
                .filteredOn(line -> line.startsWith("content"))
                .hasSize(1);
    }

    /** Throws when an event arrives. */
    private record Throwing(Throwable thrown) implements Flow.Subscriber<StreamEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(StreamEvent event) {
            throw Sneaky.<RuntimeException>hidden(thrown);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }
}
