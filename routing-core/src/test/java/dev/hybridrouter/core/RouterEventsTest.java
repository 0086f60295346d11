package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.observe.Listeners;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import dev.hybridrouter.core.quota.QuotaWindow;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.event.AttemptEnded;
import dev.hybridrouter.spi.event.AttemptRefused;
import dev.hybridrouter.spi.event.AttemptStarted;
import dev.hybridrouter.spi.event.FirstContent;
import dev.hybridrouter.spi.event.KillSwitchChanged;
import dev.hybridrouter.spi.event.PolicyActivated;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RequestEvent;
import dev.hybridrouter.spi.event.RequestQueued;
import dev.hybridrouter.spi.event.RequestStarted;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.TargetChanged;
import dev.hybridrouter.spi.event.TargetChanged.Change;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a router reports, in which order, and how the events of one request are joined. */
@ExtendWith(HybridRouterExtension.class)
class RouterEventsTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<RouterEvent> events = new ArrayList<>();
    private final ManualClock clock;
    private final ScriptedProvider provider;

    RouterEventsTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder over(String... targets) {
        return Routers.over(clock, provider, targets).listener(events::add);
    }

    private List<Class<?>> kinds() {
        return events.stream().<Class<?>>map(RouterEvent::getClass).toList();
    }

    private <E extends RouterEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @ParameterizedTest
    @EnumSource
    void eventsOfARequest_comeInOrder_andHaveItsNumber(Modes mode) {
        provider.on("a").fail(FailureKind.OTHER);
        provider.on("b").reply("hello");
        HybridRouter router = over("a", "b").build();

        Supplier<Optional<RouteResult>> first = mode.begin(router, REQUEST);
        Supplier<Optional<RouteResult>> second = mode.begin(router, REQUEST);

        List<Class<?>> once = mode == Modes.STREAM
                ? List.of(
                        RequestStarted.class,
                        AttemptStarted.class,
                        AttemptEnded.class,
                        AttemptStarted.class,
                        FirstContent.class,
                        AttemptEnded.class,
                        RequestEnded.class)
                : List.of(
                        RequestStarted.class,
                        AttemptStarted.class,
                        AttemptEnded.class,
                        AttemptStarted.class,
                        AttemptEnded.class,
                        RequestEnded.class);
        List<Class<?>> twice = new ArrayList<>(once);
        twice.addAll(once);
        assertThat(kinds()).isEqualTo(twice);
        assertThat(all(RequestEvent.class)).extracting(RequestEvent::number).containsOnly(1L, 2L);
        for (RequestEnded ended : all(RequestEnded.class)) {
            assertThat(ended.number()).isEqualTo(ended.result().decision().number());
        }
        assertThat(events.subList(0, once.size()))
                .allMatch(event -> event instanceof RequestEvent of && of.number() == 1);
        assertThat(all(AttemptStarted.class))
                .extracting(AttemptStarted::kind)
                .containsExactly(AttemptKind.PRIMARY, AttemptKind.FALLBACK, AttemptKind.PRIMARY, AttemptKind.FALLBACK);
        assertThat(first.get()).isPresent();
        assertThat(second.get()).isPresent();
    }

    @Test
    void attemptThatIsNotMade_isRefused() {
        List<String> closed = new ArrayList<>();
        provider.on("a").fail(FailureKind.OTHER);
        provider.on("b").reply("x");
        HybridRouter router = over("a", "b")
                .constraint(
                        (request, view) -> closed.contains(view.target().id().value())
                                ? Optional.of(Rejection.of(RejectionReason.CUSTOM, "closed meanwhile", "none"))
                                : Optional.empty())
                .listener(Events.on(AttemptEnded.class, event -> closed.add("b")))
                .build();
        assertThat(router.routeAsync(REQUEST)).isDone();

        assertThat(all(AttemptRefused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.number()).isEqualTo(1);
            assertThat(refused.target().id().value()).isEqualTo("b");
            assertThat(refused.reasons()).extracting(Rejection::reason).containsExactly(RejectionReason.CUSTOM);
        });
    }

    @Test
    void requestThatWaitsForRoom_isQueued() {
        provider.onAny().reply("hello").tokens(10, 10).after(SECOND);
        Quotas quotas = Quotas.builder()
                .policy(QuotaPolicy.builder()
                        .window(QuotaWindow.REFILLING)
                        .headroom(1)
                        .build())
                .bucket("small", QuotaLimits.builder().tokensPerMinute(600).build(), "a")
                .build();
        HybridRouter router = over("a").quotas(quotas).build();
        RouteRequest large = RouteRequest.builder().user("hi").maxTokens(500).build();
        var first = router.routeAsync(large);
        assertThat(all(RequestQueued.class)).isEmpty();

        var second = router.routeAsync(large);

        assertThat(all(RequestQueued.class)).singleElement().satisfies(queued -> {
            assertThat(queued.number()).isEqualTo(2);
            assertThat(queued.maxWait()).isPositive().isLessThan(Duration.ofSeconds(30));
        });
        clock.advance(SECOND.multipliedBy(2));
        assertThat(first).isDone();
        assertThat(second).isDone();
        assertThat(kinds().subList(kinds().indexOf(RequestQueued.class), kinds().size()))
                .containsSubsequence(RequestQueued.class, AttemptStarted.class, RequestEnded.class);
    }

    private List<Change> changes() {
        return all(TargetChanged.class).stream().map(TargetChanged::change).toList();
    }

    @Test
    void breaker_isReportedAsItOpensAndCloses() {
        provider.on("a").fail(FailureKind.OTHER).times(6).then().reply("x");
        HybridRouter router = over("a")
                .breaker(BreakerPolicy.builder().inARow(5).probes(1).build())
                .build();
        for (int i = 0; i < 8; i++) {
            router.route(REQUEST);
        }
        assertThat(changes()).containsExactly(Change.BREAKER_OPENED);
        TargetChanged opened = all(TargetChanged.class).get(0);
        assertThat(opened.target().id().value()).isEqualTo("a");
        assertThat(opened.cause()).contains(FailureKind.OTHER);
        Duration wait = opened.retryAfter().orElseThrow();

        clock.advance(wait);
        router.route(REQUEST);
        assertThat(changes()).containsExactly(Change.BREAKER_OPENED, Change.BREAKER_HALF_OPEN, Change.BREAKER_OPENED);

        clock.advance(all(TargetChanged.class).get(2).retryAfter().orElseThrow());
        assertThat(router.route(REQUEST)).isAnswered();
        assertThat(changes())
                .containsExactly(
                        Change.BREAKER_OPENED,
                        Change.BREAKER_HALF_OPEN,
                        Change.BREAKER_OPENED,
                        Change.BREAKER_HALF_OPEN,
                        Change.BREAKER_CLOSED);
    }

    @Test
    void throttledTarget_isReportedOnce_andAgainAsItRecovers() {
        provider.on("a").throttle(Duration.ofSeconds(10)).times(2).then().reply("x");
        provider.on("b").reply("x");
        HybridRouter router = over("a", "b").build();

        router.route(REQUEST);
        assertThat(changes()).containsExactly(Change.THROTTLED);
        assertThat(all(TargetChanged.class).get(0).retryAfter()).contains(Duration.ofSeconds(10));

        clock.advance(Duration.ofSeconds(11));
        router.route(REQUEST);
        clock.advance(Duration.ofSeconds(11));
        assertThat(router.route(REQUEST)).servedBy("a");
        router.route(REQUEST);
        assertThat(changes()).containsExactly(Change.THROTTLED, Change.THROTTLED, Change.RECOVERED);
    }

    @Test
    void misconfiguredTarget_isReported() {
        provider.on("a").fail(FailureKind.MODEL_NOT_FOUND);
        provider.on("b").reply("x");
        HybridRouter router = over("a", "b").build();

        router.route(REQUEST);
        router.route(REQUEST);

        assertThat(all(TargetChanged.class)).singleElement().satisfies(changed -> {
            assertThat(changed.change()).isEqualTo(Change.MISCONFIGURED);
            assertThat(changed.cause()).contains(FailureKind.MODEL_NOT_FOUND);
            assertThat(changed.retryAfter()).isPresent();
        });
    }

    @Test
    void policy_isReportedWhenItIsActivated_andNotUnderALock() {
        PolicyControl policies = PolicyControl.of(RoutingPolicy.defaults(), clock);
        List<Integer> history = new ArrayList<>();
        HybridRouter router = over("a", "b")
                .policies(policies)
                .listener(Events.on(PolicyActivated.class, event -> {
                    var reading = CompletableFuture.supplyAsync(
                            () -> policies.history().size());
                    history.add(reading.join()); // on another thread, which would wait for a lock
                }))
                .build();
        policies.vouch();
        policies.swap(RoutingPolicy.builder().resting("a").build(), "test", "a rests");
        policies.rollBack("test", "back");

        assertThat(all(PolicyActivated.class))
                .extracting(PolicyActivated::version)
                .containsExactly(2L, 3L);
        PolicyActivated swapped = all(PolicyActivated.class).get(0);
        assertThat(swapped.by()).isEqualTo("test");
        assertThat(swapped.note()).isEqualTo("a rests");
        assertThat(swapped.changes()).containsExactly("resting: [] -> [a]");
        assertThat(history).containsExactly(2, 3);
        assertThat(router.explain(REQUEST).policyVersion()).isEqualTo(3);
    }

    @Test
    void killSwitch_isReported() {
        HybridRouter router = over("a").build();
        router.killSwitch().engage(KillOrder.draining(KillScope.everything(), KillCause.SECURITY, "drill", "test"));

        assertThat(all(KillSwitchChanged.class)).hasSize(1);
        assertThat(router.route(REQUEST)).isRejectedFor(RejectionReason.KILL_SWITCH);
        assertThat(kinds()).containsExactly(KillSwitchChanged.class, RequestStarted.class, RequestEnded.class);
    }

    @Test
    void withoutListeners_noEventIsBuilt() {
        new Listeners(null).targetChanged(() -> {
            throw new AssertionError("built for nobody");
        });
    }

    @Test
    void events_doNotShowWhatWasAskedOrAnswered() {
        provider.onAny().reply("secret answer");
        HybridRouter router = over("a").build();
        router.route(RouteRequest.of("secret question"));

        assertThat(events.toString()).doesNotContain("secret");
    }
}
