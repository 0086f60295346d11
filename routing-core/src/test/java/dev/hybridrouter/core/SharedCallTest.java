package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RequestStarted;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Identical requests in progress share one call: who leads, who follows, who leaves, and how it ends for each. */
@ExtendWith(HybridRouterExtension.class)
class SharedCallTest implements RouterListener {
    private static final RouteRequest REQUEST = RouteRequest.of("What is a router?");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final List<RouteResult> ended = new ArrayList<>();
    private volatile Runnable onStart = () -> {};
    private int started;

    SharedCallTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock.allowBlocking();
        this.provider = provider;
    }

    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof RequestStarted) {
            started++;
            onStart.run();
        } else if (event instanceof RequestEnded end) {
            ended.add(end.result());
        }
    }

    @AfterEach
    void eachRequestIsToldToHaveEndedOnce() {
        assertThat(ended).hasSize(started);
    }

    private HybridRouter router(String... targets) {
        HybridRouterBuilder builder = HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .cache(CachePolicy.defaults())
                .listener(this);
        for (String target : targets) {
            builder.target(provider.target(target)
                    .price(TokenPrice.perMillion("1", "1"))
                    .build());
        }
        return builder.build();
    }

    private static RouteRequest within(Duration deadline) {
        return REQUEST.toBuilder()
                .context(RequestContext.builder().deadline(deadline).build())
                .build();
    }

    private static CacheUse.Kind use(RouteResult result) {
        return result.decision().cache().kind();
    }

    private static RouteResult of(StreamProbe<StreamEvent> probe) {
        probe.assertRulesKept();
        return Modes.closed(probe.events()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"ASYNC,ASYNC", "ASYNC,STREAM", "STREAM,ASYNC", "STREAM,STREAM"})
    void identicalRequests_shareOneCall(Modes first, Modes second) {
        provider.on("a").reply("hel", "lo").usage(TokenUsage.of(30, 20)).after(SECOND);
        HybridRouter router = router("a");

        Supplier<Optional<RouteResult>> leader = first.begin(router, REQUEST);
        clock.advance(Duration.ofMillis(400));
        Supplier<Optional<RouteResult>> follower = second.begin(router, REQUEST);
        assertThat(follower.get()).isEmpty();
        clock.advance(Duration.ofMillis(600));

        RouteResult led = leader.get().orElseThrow();
        RouteResult followed = follower.get().orElseThrow();
        assertThat(led.orElseThrow().text()).isEqualTo("hello");
        assertThat(followed.orElseThrow().text()).isEqualTo("hello");
        assertThat(use(led)).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(use(followed)).isEqualTo(CacheUse.Kind.JOINED);
        assertThat(followed.decision().cache().saved()).contains(Money.usd("0.00005"));
        assertThat(followed.decision().attempts()).isEmpty();
        assertThat(followed.decision().elapsed()).isEqualTo(Duration.ofMillis(600));
        assertThat(provider.history()).hasSize(1);
    }

    @Test
    void lateFollower_receivesWhatHasComeSoFarAndThenWhatComes() {
        provider.on("a").reply("one ", "two ", "three").after(SECOND).every(SECOND);
        HybridRouter router = router("a");
        StreamProbe<StreamEvent> leader = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(leader);
        clock.advance(Duration.ofMillis(2_500));
        StreamProbe<StreamEvent> follower = StreamProbe.unbounded();

        router.stream(REQUEST).subscribe(follower);

        assertThat(follower.text()).isEqualTo("one two ");
        clock.advance(SECOND);
        assertThat(follower.text()).isEqualTo("one two three");
        assertThat(of(follower).orElseThrow().text()).isEqualTo("one two three");
        assertThat(of(leader).orElseThrow().text()).isEqualTo("one two three");
    }

    @Test
    void followers_haveEachTheirOwnDemand() {
        provider.on("a").reply("one ", "two ", "three").after(SECOND);
        HybridRouter router = router("a");
        StreamProbe<StreamEvent> leader = StreamProbe.requesting(2);
        StreamProbe<StreamEvent> slow = StreamProbe.requesting(1);
        StreamProbe<StreamEvent> fast = StreamProbe.unbounded();
        List.of(leader, slow, fast).forEach(probe -> router.stream(REQUEST).subscribe(probe));

        clock.advance(SECOND);

        assertThat(leader.text()).isEqualTo("one ");
        assertThat(slow.events()).hasSize(1);
        assertThat(fast.isComplete()).as("the slow ones do not hold it up").isTrue();
        slow.request(1);
        assertThat(slow.text()).isEqualTo("one ");
        slow.request(10);
        leader.request(10);
        assertThat(of(slow).orElseThrow().text()).isEqualTo("one two three");
        assertThat(of(leader).orElseThrow().text()).isEqualTo("one two three");
    }

    @Test
    void demand_whenNobodyWantsMore_isNotPassedOn() {
        provider.on("a").reply("one ", "two ", "three ", "four").after(SECOND);
        HybridRouter router = router("a");
        StreamProbe<StreamEvent> leader = StreamProbe.requesting(2);
        StreamProbe<StreamEvent> follower = StreamProbe.requesting(3);
        router.stream(REQUEST).subscribe(leader);
        router.stream(REQUEST).subscribe(follower);
        clock.advance(SECOND);

        assertThat(provider.history().get(0).delivered()).isEqualTo(3);

        leader.cancel();
        follower.cancel();
        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void leaderThatLeaves_doesNotEndTheCallOfOthers(Modes follow) {
        provider.on("a").reply("hello").after(SECOND);
        HybridRouter router = router("a");
        CompletableFuture<RouteResult> leader = router.routeAsync(REQUEST);
        Supplier<Optional<RouteResult>> follower = follow.begin(router, REQUEST);

        leader.cancel(true);
        assertThat(provider.cancelled()).isZero();
        clock.advance(SECOND);

        assertThat(follower.get().orElseThrow().orElseThrow().text()).isEqualTo("hello");
        assertThat(provider.history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void leadingStreamThatLeaves_doesNotEndTheCallOfOthers(Modes follow) {
        provider.on("a").reply("one ", "two ", "three").after(SECOND).every(SECOND);
        HybridRouter router = router("a");
        StreamProbe<StreamEvent> leader = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(leader);
        clock.advance(Duration.ofMillis(1_500));
        Supplier<Optional<RouteResult>> follower = follow.begin(router, REQUEST);

        leader.cancel();
        clock.advance(Duration.ofSeconds(3));

        assertThat(leader.text()).isEqualTo("one ");
        assertThat(follower.get().orElseThrow().orElseThrow().text()).isEqualTo("one two three");
        assertThat(provider.history()).hasSize(1);
        assertThat(provider.cancelled()).isZero();
    }

    @Test
    void call_isCancelledWhenTheLastOneLeaves() {
        provider.on("a").hang();
        HybridRouter router = router("a");
        CompletableFuture<RouteResult> leader = router.routeAsync(REQUEST);
        CompletableFuture<RouteResult> second = router.routeAsync(REQUEST);
        StreamProbe<StreamEvent> third = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(third);

        second.cancel(true);
        leader.cancel(true);
        assertThat(provider.cancelled()).isZero();
        third.cancel();

        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(provider.inFlight()).isZero();
    }

    @Test
    void requestAfterAllLeft_makesACallOfItsOwn() {
        provider.on("a").hang().then().reply("hello");
        HybridRouter router = router("a");
        router.routeAsync(REQUEST).cancel(true);

        CompletableFuture<RouteResult> next = router.routeAsync(REQUEST);
        clock.advance(Duration.ofMillis(1));

        assertThat(next.join().orElseThrow().text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({"ASYNC,ASYNC", "ASYNC,STREAM", "STREAM,ASYNC", "STREAM,STREAM"})
    void failureOfTheLeader_letsFollowersTryThemselves_together(Modes first, Modes second) {
        provider.on("a")
                .fail(FailureKind.EMPTY)
                .after(SECOND)
                .then()
                .reply("hello")
                .after(SECOND);
        HybridRouter router = router("a");
        Supplier<Optional<RouteResult>> leader = first.begin(router, REQUEST);
        Supplier<Optional<RouteResult>> follower = second.begin(router, REQUEST);
        Supplier<Optional<RouteResult>> another = second.begin(router, REQUEST);

        clock.advance(Duration.ofSeconds(2));

        assertThat(leader.get().orElseThrow()).failedWith(FailureKind.EMPTY);
        assertThat(follower.get().orElseThrow().orElseThrow().text()).isEqualTo("hello");
        assertThat(another.get().orElseThrow().orElseThrow().text()).isEqualTo("hello");
        assertThat(provider.history())
                .as("one of them leads, the other follows")
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"ASYNC,ASYNC", "ASYNC,STREAM", "STREAM,ASYNC", "STREAM,STREAM"})
    void failureThatTheRequestBrought_isThatOfAll(Modes first, Modes second) {
        provider.on("a").fail(FailureKind.INVALID_REQUEST).after(SECOND);
        HybridRouter router = router("a");
        Supplier<Optional<RouteResult>> leader = first.begin(router, REQUEST);
        Supplier<Optional<RouteResult>> follower = second.begin(router, REQUEST);

        clock.advance(SECOND);

        assertThat(leader.get().orElseThrow()).failedWith(FailureKind.INVALID_REQUEST);
        assertThat(follower.get().orElseThrow()).failedWith(FailureKind.INVALID_REQUEST);
        assertThat(provider.history()).hasSize(1);
    }

    @Test
    void streamThatBreaks_failsWhoReadOfItAndLetsOthersTry() {
        provider.on("a")
                .reply("one ", "two ", "three")
                .after(SECOND)
                .failAfter(2, FailureKind.STREAM_BROKEN)
                .then()
                .reply("hello");
        HybridRouter router = router("a");
        StreamProbe<StreamEvent> leader = StreamProbe.unbounded();
        StreamProbe<StreamEvent> reader = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(leader);
        router.stream(REQUEST).subscribe(reader);
        CompletableFuture<RouteResult> caller = router.routeAsync(REQUEST);

        clock.advance(Duration.ofSeconds(2));

        assertThat(of(leader)).failedWith(FailureKind.STREAM_BROKEN);
        assertThat(of(reader)).failedWith(FailureKind.STREAM_BROKEN);
        RouteResult.Failed failed = (RouteResult.Failed) of(reader);
        assertThat(failed.delivered().text()).isEqualTo("one two ");
        assertThat(caller.join().orElseThrow().text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void follower_waitsNoLongerThanItsOwnDeadline(Modes follow) {
        provider.on("a").reply("hello").after(Duration.ofSeconds(5));
        HybridRouter router = router("a");
        CompletableFuture<RouteResult> leader = router.routeAsync(REQUEST);
        Supplier<Optional<RouteResult>> follower = follow.begin(router, within(Duration.ofSeconds(2)));

        clock.advance(Duration.ofSeconds(2));

        assertThat(follower.get().orElseThrow()).isRejectedFor(RejectionReason.DEADLINE);
        clock.advance(Duration.ofSeconds(3));
        assertThat(leader.join().orElseThrow().text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void follower_outlivesALeaderInAHurry(Modes follow) {
        provider.on("a").hang().then().reply("hello").after(SECOND);
        HybridRouter router = router("a");
        CompletableFuture<RouteResult> leader = router.routeAsync(within(Duration.ofSeconds(2)));
        Supplier<Optional<RouteResult>> follower = follow.begin(router, REQUEST);

        clock.advance(Duration.ofSeconds(3));

        assertThat(leader.join()).failedWith(FailureKind.TIMEOUT);
        assertThat(follower.get().orElseThrow().orElseThrow().text()).isEqualTo("hello");
    }

    @Test
    void tenants_neverShareACall() {
        provider.on("a").reply("hello").after(SECOND);
        HybridRouter router = router("a");
        var unused = router.routeAsync(REQUEST);
        var other = router.routeAsync(REQUEST.toBuilder()
                .context(RequestContext.builder().tenant("other").build())
                .build());

        clock.advance(SECOND);

        assertThat(provider.history()).hasSize(2);
        assertThat(use(other.join())).isEqualTo(CacheUse.Kind.MISSED);
        assertThat(unused).isDone();
    }

    @Test
    void close_endsFollowersToo() {
        provider.on("a").hang();
        HybridRouter router = router("a");
        CompletableFuture<RouteResult> leader = router.routeAsync(REQUEST);
        CompletableFuture<RouteResult> follower = router.routeAsync(REQUEST);
        StreamProbe<StreamEvent> stream = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(stream);

        router.close();

        assertThat(leader.join()).failedWith(FailureKind.CANCELLED);
        assertThat(follower.join()).isRejectedFor(RejectionReason.CANCELLED);
        assertThat(of(stream)).isRejectedFor(RejectionReason.CANCELLED);
        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    @Timeout(600)
    void interruptedLeader_isToldAtOnce_andDoesNotEndTheCallOfOthers() throws InterruptedException {
        provider.on("a").reply("hello").after(SECOND);
        HybridRouter router = router("a");
        CompletableFuture<RouteResult> led = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        onStart = begun::countDown;
        Thread leader = new Thread(() -> led.complete(router.route(REQUEST)));
        leader.start();
        begun.await();
        CompletableFuture<RouteResult> follower = router.routeAsync(REQUEST);

        leader.interrupt();

        assertThat(led.join()).isRejectedFor(RejectionReason.CANCELLED);
        leader.join();
        assertThat(provider.cancelled()).isZero();
        clock.advance(SECOND);
        assertThat(follower.join().orElseThrow().text()).isEqualTo("hello");
        assertThat(provider.history()).hasSize(1);
    }

    @Test
    void leadingStreamWhoseSubscriberThrows_doesNotEndTheCallOfOthers() {
        provider.on("a").reply("one ", "two ", "three").after(SECOND).every(SECOND);
        HybridRouter router = router("a");
        router.stream(REQUEST).subscribe(new ThrowingSubscriber());
        CompletableFuture<RouteResult> follower = router.routeAsync(REQUEST);

        clock.advance(Duration.ofSeconds(3));

        assertThat(follower.join().orElseThrow().text()).isEqualTo("one two three");
        assertThat(provider.history()).hasSize(1);
    }

    /** Throws when it is to take its first event. */
    private static final class ThrowingSubscriber implements Flow.Subscriber<StreamEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(StreamEvent event) {
            throw new IllegalStateException("no");
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void futureCompletedByItsHolder_leavesTheCallToOthers() {
        provider.on("a").reply("hello").after(SECOND);
        HybridRouter router = router("a");
        CompletableFuture<RouteResult> leader = router.routeAsync(REQUEST);
        CompletableFuture<RouteResult> follower = router.routeAsync(REQUEST);
        CompletableFuture<RouteResult> impatient = router.routeAsync(REQUEST);

        leader.completeExceptionally(new IllegalStateException("no longer wanted"));
        impatient.completeExceptionally(new IllegalStateException("no longer wanted"));
        clock.advance(SECOND);

        assertThat(follower.join().orElseThrow().text()).isEqualTo("hello");
        assertThat(provider.history()).hasSize(1);
    }
}
