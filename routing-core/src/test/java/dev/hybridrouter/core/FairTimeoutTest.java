package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which time-outs take a target out of service for everybody: those that are its own. */
@ExtendWith(HybridRouterExtension.class)
class FairTimeoutTest {
    private static final int MANY = 12;
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final HybridRouter router;

    FairTimeoutTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.router = Routers.over(clock, provider, "a").build();
    }

    private static RouteRequest within(Duration deadline) {
        return RouteRequest.builder()
                .user("hi")
                .context(RequestContext.builder().deadline(deadline).build())
                .build();
    }

    private void timeOut(Modes mode, Duration deadline) {
        for (int i = 0; i < MANY; i++) {
            Supplier<Optional<RouteResult>> call = mode.begin(router, within(deadline));
            clock.advance(deadline);
            call.get().ifPresent(result -> assertThat(result).isNotInstanceOf(RouteResult.Answered.class));
        }
    }

    private void streamUntilDeadline(long demand) {
        for (int i = 0; i < MANY; i++) {
            StreamProbe<StreamEvent> probe = StreamProbe.requesting(demand);
            router.stream(within(DEADLINE)).subscribe(probe);
            clock.advance(DEADLINE);
            probe.request(Long.MAX_VALUE);
            assertThat(Modes.closed(probe.events()).orElseThrow()).isNotInstanceOf(RouteResult.Answered.class);
        }
    }

    private void assertInService() {
        assertThat(router.explain(within(DEADLINE)).ranking()).hasSize(1);
    }

    private void assertOutOfService() {
        assertThat(router.explain(within(DEADLINE)).candidates().get(0).rejections())
                .extracting(rejection -> rejection.reason())
                .containsExactly(RejectionReason.BREAKER_OPEN);
    }

    @ParameterizedTest
    @EnumSource
    void tinyDeadlines_doNotTakeATargetOutOfService(Modes mode) {
        provider.on("a").reply("hello").after(Duration.ofMillis(400));

        timeOut(mode, Duration.ofMillis(20));

        assertInService();
    }

    @ParameterizedTest
    @EnumSource
    void aSecondWithoutAnswer_countsEvenIfNothingIsKnownOfTheTarget(Modes mode) {
        provider.on("a").hang();

        timeOut(mode, Duration.ofSeconds(1));

        assertOutOfService();
    }

    @ParameterizedTest
    @EnumSource
    void asLongAsTheTargetUsuallyNeeds_counts(Modes mode) {
        provider.on("a").reply("hello").after(Duration.ofMillis(100)).then().hang();
        Supplier<Optional<RouteResult>> answered = mode.begin(router, within(DEADLINE));
        clock.advance(Duration.ofMillis(100));
        assertThat(answered.get().orElseThrow()).servedBy("a");

        timeOut(mode, Duration.ofMillis(150));

        assertOutOfService();
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutOfTheAdapterItself_isJudgedByTheSameTime(Modes mode) {
        provider.on("a").fail(FailureKind.TIMEOUT).after(Duration.ofMillis(19));

        timeOut(mode, Duration.ofMillis(20));
        assertInService();

        timeOut(mode, Duration.ofSeconds(1));
        assertOutOfService();
    }

    @Test
    void subscriberWithoutDemandUntilTheDeadline_isNotTheTargetsFault() {
        provider.on("a").reply("one", "two", "three");

        streamUntilDeadline(2);

        assertInService();
    }

    @Test
    void longAnswer_thatFlowsUntilTheDeadline_isNotTheTargetsFault() {
        String[] pieces = new String[100];
        Arrays.fill(pieces, "word");
        provider.on("a").reply(pieces).every(Duration.ofMillis(900));

        streamUntilDeadline(Long.MAX_VALUE);

        assertInService();
    }

    @Test
    void answer_thatFallsSilentUntilTheDeadline_counts() {
        provider.on("a").reply("one", "two", "three").hangAfter(1);

        streamUntilDeadline(Long.MAX_VALUE);

        assertOutOfService();
    }

    @Test
    void demandThatCameJustBeforeTheDeadline_isNotTheTargetsFault() {
        provider.on("a").reply("one", "two", "three").hangAfter(1);
        for (int i = 0; i < MANY; i++) {
            StreamProbe<StreamEvent> probe = StreamProbe.requesting(2);
            router.stream(within(DEADLINE)).subscribe(probe);
            clock.advance(DEADLINE.minusMillis(500));
            probe.request(5);
            clock.advance(Duration.ofMillis(500));
        }

        assertInService();
    }

    @Test
    void timeoutThatTheProviderTellsInMidAnswer_counts() {
        provider.on("a").reply("one", "two").failAfter(1, FailureKind.TIMEOUT);
        for (int i = 0; i < MANY; i++) {
            router.stream(within(DEADLINE)).subscribe(StreamProbe.<StreamEvent>unbounded());
        }

        assertOutOfService();
    }
}
