package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.core.quota.MaxTokensPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import dev.hybridrouter.core.quota.QuotaWindow;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.event.AttemptStarted;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests under providers' quotas. A request of two characters holds 67 tokens of input (2 at 1.5 tokens each, and 64
 * around them) and its {@code maxTokens}. A quota of 600 tokens a minute gives ten back each second.
 */
@ExtendWith(HybridRouterExtension.class)
class QuotaTest {
    private static final long INPUT = 67;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock;
    private final ScriptedProvider provider;

    QuotaTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private static Quotas.Builder quotas(long tokensPerMinute, String... targets) {
        return Quotas.builder()
                .policy(QuotaPolicy.builder()
                        .window(QuotaWindow.REFILLING)
                        .headroom(1)
                        .build())
                .bucket(
                        "small",
                        QuotaLimits.builder().tokensPerMinute(tokensPerMinute).build(),
                        targets);
    }

    private HybridRouter router(Quotas.Builder quotas, String... targets) {
        return Routers.over(clock, provider, targets).quotas(quotas.build()).build();
    }

    /** A request that holds so many tokens. */
    private static RouteRequest holding(long tokens, Duration deadline) {
        return RouteRequest.builder()
                .user("hi")
                .maxTokens((int) (tokens - INPUT))
                .context(RequestContext.builder().deadline(deadline).build())
                .build();
    }

    private static RouteRequest holding(long tokens) {
        return holding(tokens, Duration.ofSeconds(30));
    }

    private static RouteResult ended(Supplier<Optional<RouteResult>> call) {
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    private static List<Rejection> reasons(RouteResult result) {
        return result.fold(answered -> List.of(), RouteResult.Rejected::reasons, failed -> List.of());
    }

    private void assertNothingIsLeft() {
        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).isZero();
    }

    /** The quota is there again 8 s after the second call began, which is too late for a target that takes 8 s. */
    @Test
    void whoeverWaits_leavesTheLine_whenItsTargetCouldNoLongerAnswerInTime() {
        provider.onAny().reply("hello").tokens(10, 10).after(Duration.ofSeconds(8));
        HybridRouter router = router(quotas(600, "a"), "a");
        CompletableFuture<RouteResult> first = router.routeAsync(holding(200));
        clock.advance(Duration.ofMinutes(2));
        assertThat(first).isCompleted();
        CompletableFuture<RouteResult> second = router.routeAsync(holding(600));
        CompletableFuture<RouteResult> third = router.routeAsync(holding(500, Duration.ofSeconds(12)));
        CompletableFuture<RouteResult> patient = router.routeAsync(holding(500, Duration.ofSeconds(30)));
        clock.advance(Duration.ofSeconds(3));
        assertThat(third).isNotDone();
        clock.advance(Duration.ofSeconds(2));

        assertThat(third).isCompletedWithValueMatching(RouteResult.Rejected.class::isInstance);
        clock.advance(Duration.ofSeconds(20));
        assertThat(second.join()).servedBy("a");
        assertThat(patient.join()).servedBy("a");
        assertThat(provider.history()).hasSize(3);
        assertNothingIsLeft();
    }

    /** There would be room after 23 s, but a target whose answers may take 20 s is not called with 17 s left. */
    @Test
    void whoeverWaits_leavesTheLine_whenNotNearlyEveryAnswerWouldComeInTime() {
        provider.onAny().reply("hello").tokens(10, 500).after(Duration.ofSeconds(8));
        HybridRouter router = router(quotas(600, "a"), "a");
        CompletableFuture<RouteResult> first = router.routeAsync(holding(550));
        clock.advance(Duration.ofMinutes(2));
        CompletableFuture<RouteResult> second = router.routeAsync(holding(550));
        CompletableFuture<RouteResult> third = router.routeAsync(holding(300, Duration.ofSeconds(40)));
        clock.advance(Duration.ofSeconds(19));
        assertThat(third).isNotDone();
        clock.advance(Duration.ofSeconds(2));

        assertThat(third).isCompletedWithValueMatching(RouteResult.Rejected.class::isInstance);
        assertThat(first.join()).servedBy("a");
        assertThat(second.join()).servedBy("a");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void targetWithoutRoom_isPassedOver(Modes mode) {
        provider.onAny().reply("hello").tokens(10, 10).after(SECOND);
        HybridRouter router = router(quotas(600, "small"), "small", "other");
        Supplier<Optional<RouteResult>> first = mode.begin(router, holding(400));
        Supplier<Optional<RouteResult>> second = mode.begin(router, holding(400));
        clock.advance(SECOND);

        assertThat(ended(first)).servedBy("small");
        assertThat(ended(second)).servedBy("other").ranked("other", "small");
        assertThat(ended(second).decision().describe()).contains("quota-wait=20.0");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void noTargetWithRoom_waitsUntilACallEnds(Modes mode) {
        provider.onAny().reply("hello").tokens(10, 10).after(SECOND);
        HybridRouter router = router(quotas(600, "small", "same"), "small", "same");
        Supplier<Optional<RouteResult>> first = mode.begin(router, holding(400));
        Supplier<Optional<RouteResult>> second = mode.begin(router, holding(400));
        assertThat(provider.history()).hasSize(1);

        clock.advance(SECOND.multipliedBy(2));

        assertThat(ended(first)).servedBy("small");
        assertThat(ended(second)).servedBy("small").attemptKinds(AttemptKind.PRIMARY);
        assertThat(provider.history().get(1).startedAfter()).isEqualTo(SECOND);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void noTargetWithRoom_waitsUntilTimeHasBroughtIt(Modes mode) {
        provider.onAny().reply("hello").tokens(10, 590);
        HybridRouter router = router(quotas(600, "small"), "small");
        mode.begin(router, holding(600));
        Supplier<Optional<RouteResult>> second = mode.begin(router, holding(100));

        clock.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(second.get()).isEmpty();
        clock.advance(Duration.ofNanos(1));

        assertThat(ended(second)).isAnswered();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void roomThatComesTooLate_isNotWaitedFor(Modes mode) {
        provider.onAny().reply("hello").tokens(10, 590);
        HybridRouter router = router(quotas(600, "small"), "small");
        mode.begin(router, holding(600));

        RouteResult result = ended(mode.begin(router, holding(100, Duration.ofSeconds(5))));

        assertThat(result).isRejectedFor(RejectionReason.QUOTA);
        assertThat(reasons(result).get(0).detail())
                .isEqualTo("quota small has no room for it for another 10.0 s (TOKENS_PER_MINUTE)");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void deadlineWhileWaiting_rejects_andTheNextIsServed(Modes mode) {
        provider.onAny().reply("hello").tokens(10, 10).after(Duration.ofSeconds(8));
        HybridRouter router = router(quotas(600, "small"), "small");
        mode.begin(router, holding(600));
        Supplier<Optional<RouteResult>> hurried = mode.begin(router, holding(600, Duration.ofSeconds(5)));
        Supplier<Optional<RouteResult>> patient = mode.begin(router, holding(40 + INPUT));

        clock.advance(Duration.ofSeconds(5));

        assertThat(ended(hurried)).isRejectedFor(RejectionReason.QUOTA);
        assertThat(ended(hurried).decision().elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(provider.history()).hasSize(1);
        clock.advance(Duration.ofSeconds(14));
        assertThat(ended(patient)).isAnswered();
        assertNothingIsLeft();
    }

    @Test
    void cancellationWhileWaiting_sendsNothing_andTheNextIsServed() {
        provider.onAny().reply("hello").tokens(10, 10).after(Duration.ofSeconds(10));
        HybridRouter router = router(quotas(600, "small"), "small");
        Modes.ASYNC.begin(router, holding(600));
        CompletableFuture<RouteResult> large = router.routeAsync(holding(600));
        StreamProbe<StreamEvent> stream = StreamProbe.unbounded();
        router.stream(holding(600)).subscribe(stream);
        Supplier<Optional<RouteResult>> small = Modes.ASYNC.begin(router, holding(100));
        clock.advance(SECOND);
        assertThat(provider.history()).as("nobody overtakes").hasSize(1);

        large.cancel(true);
        stream.cancel();

        clock.advance(Duration.ofSeconds(8));
        assertThat(provider.history())
                .as("room for the small one comes after 10 s")
                .hasSize(1);
        clock.advance(Duration.ofSeconds(11));
        assertThat(ended(small)).isAnswered();
        assertThat(provider.history()).hasSize(2);
        assertNothingIsLeft();
    }

    @Test
    void headOfTheLineThatLeaves_letsTheNextGo() {
        provider.onAny().reply("hello").tokens(10, 10).after(SECOND);
        HybridRouter router = router(quotas(600, "small"), "small");
        Modes.ASYNC.begin(router, holding(300));
        CompletableFuture<RouteResult> large = router.routeAsync(holding(400));
        Modes.ASYNC.begin(router, holding(200));
        assertThat(provider.inFlight()).isOne();

        large.cancel(true);

        assertThat(provider.inFlight()).isEqualTo(2);
        clock.advance(SECOND);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void roomThatComesToOneWhoHasJustGivenUp_goesBack(Modes mode) {
        provider.onAny().reply("hello").tokens(10, 10).after(SECOND);
        List<Runnable> givesUp = new ArrayList<>();
        HybridRouter router = Routers.over(clock, provider, "small")
                .quotas(quotas(600, "small").build())
                .listener(Events.on(AttemptStarted.class, event -> {
                    if (provider.history().size() == 1) { // the second is about to be sent, the third has its room
                        givesUp.forEach(Runnable::run);
                    }
                }))
                .build();
        Modes.ASYNC.begin(router, holding(600));
        Modes.ASYNC.begin(router, holding(250));
        if (mode == Modes.ASYNC) {
            CompletableFuture<RouteResult> third = router.routeAsync(holding(250));
            givesUp.add(() -> third.cancel(true));
        } else {
            StreamProbe<StreamEvent> third = StreamProbe.unbounded();
            router.stream(holding(250)).subscribe(third);
            givesUp.add(third::cancel);
        }

        clock.advance(SECOND);
        Modes.ASYNC.begin(router, holding(300));

        assertThat(provider.history()).hasSize(3);
        clock.advance(SECOND);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void largeCall_isNotStarvedBySmallOnes(Modes mode) {
        provider.onAny().reply("hello").tokens(90, 10).after(Duration.ofMillis(100));
        HybridRouter router = router(quotas(600, "small"), "small");
        for (int i = 0; i < 5; i++) {
            mode.begin(router, holding(100));
        }
        Supplier<Optional<RouteResult>> large = mode.begin(router, holding(500, Duration.ofSeconds(60)));
        for (int i = 0; i < 500; i++) { // as much as comes back, all the time
            mode.begin(router, holding(100, Duration.ofSeconds(21)));
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(ended(large)).isAnswered().within(Duration.ofSeconds(41));
        clock.advance(Duration.ofMinutes(1));
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void requestLargerThanTheQuota_isRejectedInThePlan_evenByExplain(Modes mode) {
        HybridRouter router = router(quotas(600, "small"), "small");
        RouteRequest large = holding(601 + INPUT);
        assertThat(ended(mode.begin(router, large)))
                .isRejectedFor(RejectionReason.QUOTA)
                .rejected("small", RejectionReason.QUOTA);
        assertThat(router.explain(large)).rejected("small", RejectionReason.QUOTA);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void throttle_teachesTheTwin_andTheRetryWaits(Modes mode) {
        provider.onAny().throttle(Duration.ofSeconds(3)).then().reply("hello").tokens(10, 10);
        HybridRouter router = router(quotas(600, "small"), "small");
        Supplier<Optional<RouteResult>> call = mode.begin(router, holding(100));
        Supplier<Optional<RouteResult>> next = mode.begin(router, holding(100));
        assertThat(provider.history()).as("the pause holds for all").hasSize(1);

        clock.advance(Duration.ofSeconds(3));

        assertThat(ended(next)).isAnswered();
        assertThat(ended(call)).attemptKinds(AttemptKind.PRIMARY, AttemptKind.RETRY);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void failureBeforeWork_givesItsRoomBack_andTheFallbackMayWait(Modes mode) {
        provider.on("broken").fail(FailureKind.MODEL_NOT_FOUND);
        provider.on("small").reply("hello").tokens(10, 10).after(SECOND);
        HybridRouter router = router(
                quotas(600, "small")
                        .bucket(
                                "large",
                                QuotaLimits.builder().tokensPerMinute(500).build(),
                                "broken"),
                "broken",
                "small");
        Supplier<Optional<RouteResult>> first = mode.begin(router, holding(450));
        assertThat(provider.calls("small")).hasSize(1);
        Supplier<Optional<RouteResult>> second = mode.begin(router, holding(450));
        clock.advance(SECOND.multipliedBy(2));

        assertThat(ended(first)).attempted("broken", "small").isAnswered();
        assertThat(ended(second)).attempted("small").isAnswered();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void close_endsThoseThatWait(Modes mode) {
        provider.onAny().hang();
        HybridRouter router = router(quotas(600, "small"), "small");
        Supplier<Optional<RouteResult>> running = mode.begin(router, holding(600));
        Supplier<Optional<RouteResult>> waiting = mode.begin(router, holding(600));
        router.close();
        assertThat(ended(running)).failedWith(FailureKind.CANCELLED);
        assertThat(ended(waiting)).isRejectedFor(RejectionReason.CANCELLED);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void manyThatWait_onAProviderThatAnswersAtOnce_areServedWithoutDeepStacks(Modes mode) {
        provider.onAny()
                .reply("hello")
                .tokens(10, 10)
                .after(SECOND)
                .then()
                .reply("hello")
                .tokens(0, 0);
        HybridRouter router = router(quotas(600, "small").maxWaiting(20_000), "small");
        mode.begin(router, holding(600));
        List<Supplier<Optional<RouteResult>>> calls = IntStream.range(0, 20_000)
                .mapToObj(i -> mode.begin(router, holding(500)))
                .toList();
        clock.advance(SECOND);
        assertThat(calls).allSatisfy(call -> assertThat(ended(call)).isAnswered());
        assertNothingIsLeft();
    }

    private static Quotas.Builder sized(long tokensPerMinute) {
        return quotas(tokensPerMinute, "small")
                .rightSizing(MaxTokensPolicy.builder()
                        .minimumCount(5)
                        .floor(10)
                        .margin(2)
                        .build());
    }

    @ParameterizedTest
    @EnumSource
    void rightSizing_lowersMaxTokensToWhatAnswersNeed_andSaysSo(Modes mode) {
        provider.onAny().reply("hello").tokens(10, 20);
        HybridRouter router = router(sized(100_000), "small");
        for (int i = 0; i < 5; i++) {
            assertThat(ended(mode.begin(router, holding(4_067))).decision().adjustments())
                    .isEmpty();
        }

        RouteResult result = ended(mode.begin(router, holding(4_067)));

        ScriptedCall last = provider.history().get(5);
        assertThat(last.call().request().parameters().maxTokens()).hasValue(40);
        assertThat(provider.history().get(0).call().request().parameters().maxTokens())
                .hasValue(4_000);
        assertThat(result.decision().adjustments())
                .containsExactly(new Adjustment(
                        Adjustment.Kind.OUTPUT_CAPPED,
                        "answers of scripted-model for STANDARD need less: at most 40 tokens in place of 4000"));
    }

    @ParameterizedTest
    @EnumSource
    void rightSizing_thatTruncates_isRecorded(Modes mode) {
        provider.onAny()
                .reply("hello")
                .tokens(10, 20)
                .times(5)
                .then()
                .reply("a long answ")
                .tokens(10, 40)
                .stopReason(StopReason.MAX_TOKENS);
        HybridRouter router = router(sized(100_000), "small");
        for (int i = 0; i < 5; i++) {
            mode.begin(router, holding(4_067));
        }

        RouteResult result = ended(mode.begin(router, holding(4_067)));

        assertThat(result.decision().adjustments())
                .extracting(Adjustment::toString)
                .containsExactly(
                        "OUTPUT_CAPPED: answers of scripted-model for STANDARD need less: at most 40 tokens in place of"
                                + " 4000",
                        "OUTPUT_TRUNCATED: the answer of scripted-model was cut at 40 tokens, though the caller allowed"
                                + " 4000");
        assertThat(result.decision().describe()).contains("OUTPUT_TRUNCATED");
    }

    @Test
    void answerCutAtTheCallersOwnLimit_isNoTruncation() {
        provider.onAny().reply("hello").tokens(10, 33).stopReason(StopReason.MAX_TOKENS);
        HybridRouter router = router(sized(100_000), "small");
        RouteResult result = ended(Modes.ASYNC.begin(router, holding(100)));
        assertThat(result.decision().adjustments()).isEmpty();
    }

    @Test
    void timeOut_keepsWhatItHeld() {
        provider.onAny().hang();
        HybridRouter router = router(quotas(600, "small"), "small");
        RouteResult late = timedOut(router);
        assertThat(late.decision().attempts()).extracting(Attempt::target).hasSize(1);

        RouteResult result = ended(Modes.ASYNC.begin(router, holding(100, SECOND)));

        assertThat(result).isRejectedFor(RejectionReason.QUOTA);
    }

    private RouteResult timedOut(HybridRouter router) {
        Supplier<Optional<RouteResult>> call = Modes.ASYNC.begin(router, holding(600, SECOND));
        clock.advance(SECOND);
        return ended(call);
    }

    @Test
    void unknownTarget_isRefused() {
        HybridRouterBuilder builder = Routers.over(clock, provider, "small")
                .quotas(quotas(600, "small", "smal").build());
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("quotas.targets: smal (expected: only targets of this router)");
    }
}
