package dev.hybridrouter.core.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import dev.hybridrouter.core.quota.QuotaWindow;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What one bucket admits, charges and tells, call by call. */
class QuotaTwinTest {
    private static final QuotaLimits TOKENS =
            QuotaLimits.builder().tokensPerMinute(6_000).build();
    private static final QuotaLimits CLAUDE =
            QuotaLimits.builder().tokensPerMinute(6_000).outputBurnDown(5).build();

    private final ManualClock clock = ManualClock.create();

    private QuotaTwin twin(QuotaLimits limits, QuotaWindow window) {
        QuotaPolicy policy = QuotaPolicy.builder()
                .window(window)
                .headroom(1)
                .throttleCut(0.5)
                .recovery(Duration.ofSeconds(100))
                .build();
        return QuotaTwin.of(limits, policy, clock.nanoTime());
    }

    private QuotaHold held(QuotaTwin twin, long input, long maxTokens) {
        return (QuotaHold) twin.tryAdmit(input, maxTokens, clock.nanoTime());
    }

    private QuotaRefusal refused(QuotaTwin twin, long input, long maxTokens) {
        return (QuotaRefusal) twin.tryAdmit(input, maxTokens, clock.nanoTime());
    }

    private long used(QuotaTwin twin) {
        return twin.view(clock.nanoTime()).levels().get(0).used();
    }

    private static Duration wait(QuotaRefusal refusal) {
        return Duration.ofNanos(refusal.waitNanos());
    }

    @Test
    void admission_holdsInputAndTheMostOutput() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.ROLLING);
        assertThat(held(twin, 1_000, 4_000).tokens()).isEqualTo(5_000);
        assertThat(used(twin)).isEqualTo(5_000);
        assertThat(held(twin, 900, 100).tokens()).isEqualTo(1_000);
        assertThat(refused(twin, 1, 0).limit()).isEqualTo(QuotaLimit.TOKENS_PER_MINUTE);
    }

    @Test
    void settlement_chargesInputCacheWritesAndBurntOutput_andNoCacheReads() {
        QuotaTwin twin = twin(CLAUDE, QuotaWindow.ROLLING);
        QuotaHold hold = held(twin, 1_000 + 2_000 + 300, 1_000); // 2,000 of them read from the cache, 300 written
        assertThat(hold.settle(1_000, 300, 100, clock.nanoTime())).isTrue();
        assertThat(used(twin)).isEqualTo(1_000 + 300 + 5 * 100);
    }

    @Test
    void settlement_canBurnMoreThanWasHeld_andThenNothingIsAdmittedUntilItIsBack() {
        QuotaTwin twin = twin(CLAUDE, QuotaWindow.REFILLING);
        held(twin, 1_000, 2_000).settle(1_000, 0, 2_000, clock.nanoTime());
        assertThat(used(twin)).isEqualTo(11_000);
        assertThat(wait(refused(twin, 0, 1_000))).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void settlement_byUsage_keepsWhatWasHeldWhereCountsAreUnknown() {
        QuotaTwin twin = twin(CLAUDE, QuotaWindow.ROLLING);
        assertThat(held(twin, 1_000, 1_000).settle(TokenUsage.unknown(), clock.nanoTime()))
                .isTrue();
        assertThat(used(twin)).isEqualTo(2_000);
        held(twin, 1_000, 1_000).settle(TokenUsage.of(700, 10), clock.nanoTime());
        assertThat(used(twin)).isEqualTo(2_750);
        TokenUsage cached = TokenUsage.builder()
                .input(10)
                .output(1)
                .cacheRead(900)
                .cacheWrite(100)
                .build();
        held(twin, 1_010, 10).settle(cached, clock.nanoTime());
        assertThat(used(twin)).isEqualTo(2_865);
        assertThat(twin.view(clock.nanoTime()).inFlight()).isZero();
    }

    @Test
    void release_givesEverythingBack() {
        QuotaTwin twin = twin(
                QuotaLimits.builder()
                        .requestsPerMinute(1)
                        .tokensPerMinute(6_000)
                        .build(),
                QuotaWindow.ROLLING);
        QuotaHold hold = held(twin, 1_000, 1_000);
        assertThat(refused(twin, 0, 0).limit()).isEqualTo(QuotaLimit.REQUESTS_PER_MINUTE);
        clock.advance(Duration.ofSeconds(3));
        assertThat(hold.release(clock.nanoTime())).isTrue();
        assertThat(twin.view(clock.nanoTime()).levels())
                .allSatisfy(level -> assertThat(level.used()).isZero());
        assertThat(held(twin, 1_000, 5_000)).isNotNull();
    }

    @Test
    void hold_closesOnce() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.ROLLING);
        QuotaHold hold = held(twin, 1_000, 1_000);
        assertThat(hold.settle(500, 0, 0, clock.nanoTime())).isTrue();
        assertThat(hold.settle(500, 0, 0, clock.nanoTime())).isFalse();
        assertThat(hold.release(clock.nanoTime())).isFalse();
        assertThat(hold.throttled(clock.nanoTime())).isFalse();
        QuotaView view = twin.view(clock.nanoTime());
        assertThat(used(twin)).isEqualTo(500);
        assertThat(view.closedAgain()).isEqualTo(3);
        assertThat(view.throttles()).isZero();
        assertThat(view.inFlight()).isZero();
    }

    @Test
    void rollingMinute_holdsWhatWasTakenForSixtySeconds_andTheRestOfItsQuarterSecond() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.ROLLING);
        clock.advance(Duration.ofMillis(10_300));
        held(twin, 2_000, 0);
        clock.advance(Duration.ofSeconds(1));
        held(twin, 4_000, 0);
        assertThat(wait(refused(twin, 2_000, 0))).isEqualTo(Duration.ofMillis(59_200));
        assertThat(wait(refused(twin, 2_001, 0))).isEqualTo(Duration.ofMillis(60_200));
    }

    @Test
    void refillingMinute_givesASixtiethBackEachSecond() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.REFILLING);
        held(twin, 6_000, 0);
        assertThat(wait(refused(twin, 100, 0))).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(30));
        assertThat(used(twin)).isEqualTo(3_000);
        assertThat(wait(refused(twin, 3_001, 0))).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void learnedMinute_refillsUntilItIsToldOtherwise_andAgainWhenTheDoubtIsOver() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.LEARNED);
        held(twin, 6_000, 0).settle(6_000, 0, 0, clock.nanoTime());
        clock.advance(Duration.ofSeconds(20));
        QuotaHold daring = held(twin, 2_000, 0);

        daring.throttled(Duration.ZERO, clock.nanoTime());

        assertThat(twin.view(clock.nanoTime()).share()).isOne();
        assertThat(wait(refused(twin, 2_000, 0))).isEqualTo(Duration.ofMillis(40_250));
        clock.advance(Duration.ofHours(4));
        held(twin, 6_000, 0).settle(6_000, 0, 0, clock.nanoTime());
        clock.advance(Duration.ofSeconds(20));
        assertThat(held(twin, 2_000, 0)).isNotNull();
    }

    @Test
    void throttleOfACallThatHadRoom_pausesAndCutsTheShare_whichComesBackFastAtFirstAndSlowlyNearWhatItWas() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.LEARNED);
        held(twin, 100, 0).throttled(Duration.ofSeconds(7), clock.nanoTime());
        QuotaRefusal refusal = refused(twin, 100, 0);
        assertThat(refusal.limit()).isEqualTo(QuotaLimit.PROVIDER_THROTTLE);
        assertThat(wait(refusal)).isEqualTo(Duration.ofSeconds(7));
        clock.advance(Duration.ofSeconds(10));
        assertThat(twin.view(clock.nanoTime()).share()).isCloseTo(0.744, within(1e-9));
        assertThat(held(twin, 4_460, 0).release(clock.nanoTime())).isTrue();
        assertThat(wait(refused(twin, 5_940, 0))).isCloseTo(Duration.ofMillis(26_428), Duration.ofMillis(20));
        clock.advance(Duration.ofSeconds(40));
        assertThat(twin.view(clock.nanoTime()).share()).isOne();
    }

    @Test
    void shareThatWasCutAgain_growsBeyondWhatItWas() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.LEARNED);
        twin.observedThrottle(Duration.ZERO, clock.nanoTime());
        twin.observedThrottle(Duration.ZERO, clock.nanoTime());
        clock.advance(Duration.ofSeconds(25));
        assertThat(twin.view(clock.nanoTime()).share()).as("as before").isEqualTo(0.5);
        clock.advance(Duration.ofSeconds(25));
        assertThat(twin.view(clock.nanoTime()).share()).isCloseTo(0.75, within(1e-9));
        clock.advance(Duration.ofSeconds(7));
        assertThat(twin.view(clock.nanoTime()).share()).isOne();
    }

    @Test
    void throttlesOfCallsSentBeforeTheCut_tellNothingNew() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.LEARNED);
        QuotaHold first = held(twin, 100, 0);
        QuotaHold second = held(twin, 100, 0);
        clock.advance(Duration.ofMillis(1));
        first.throttled(Duration.ZERO, clock.nanoTime());
        second.throttled(Duration.ZERO, clock.nanoTime());
        assertThat(twin.view(clock.nanoTime()).share()).isEqualTo(0.5);
        held(twin, 100, 0).throttled(Duration.ZERO, clock.nanoTime());
        assertThat(twin.view(clock.nanoTime()).share()).isEqualTo(0.25);
        twin.observedThrottle(clock.nanoTime());
        twin.observedThrottle(Duration.ZERO, clock.nanoTime());
        assertThat(twin.view(clock.nanoTime()).share()).as("never less").isEqualTo(0.1);
        assertThat(twin.view(clock.nanoTime()).throttles()).isEqualTo(5);
    }

    @Test
    void smallerShare_slowsARefillingMinuteDown() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.REFILLING);
        held(twin, 3_000, 0);
        twin.observedThrottle(Duration.ZERO, clock.nanoTime());
        clock.advance(Duration.ofSeconds(10));
        assertThat(used(twin)).isEqualTo(2_500);
    }

    @Test
    void day_isWatchedWhereTheHostLimitsIt() {
        QuotaLimits limits = QuotaLimits.builder()
                .tokensPerMinute(6_000)
                .tokensPerDay(10_000)
                .build();
        QuotaTwin twin = twin(limits, QuotaWindow.ROLLING);
        held(twin, 6_000, 0);
        clock.advance(Duration.ofMinutes(2));
        held(twin, 4_000, 0);
        QuotaRefusal refusal = refused(twin, 2_000, 0);
        assertThat(refusal.limit()).isEqualTo(QuotaLimit.TOKENS_PER_DAY);
        assertThat(wait(refusal)).isEqualTo(Duration.ofHours(24).plusMinutes(13));
    }

    @Test
    void callLargerThanTheLimit_canNeverFit() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.LEARNED);
        QuotaRefusal refusal = refused(twin, 6_000, 1);
        assertThat(refusal.isForever()).isTrue();
        assertThat(refusal.limit()).isEqualTo(QuotaLimit.TOKENS_PER_MINUTE);
        assertThat(refused(twin, Long.MAX_VALUE, Long.MAX_VALUE).isForever()).isTrue();
        assertThat(refused(twin, 1, 6_000).isForever()).isTrue();
        assertThat(held(twin, 6_000, 0)).isNotNull();
    }

    @Test
    void headroom_isLeftFree() {
        QuotaTwin twin = QuotaTwin.of(TOKENS, QuotaPolicy.defaults(), clock.nanoTime());
        assertThat(refused(twin, 5_881, 0).isForever()).isTrue();
        assertThat(held(twin, 5_880, 0)).isNotNull();
    }

    @Test
    void olderTime_countsAsTheLatestKnown() {
        long start = Long.MAX_VALUE - 5; // readings may wrap around
        QuotaTwin twin = QuotaTwin.of(TOKENS, QuotaPolicy.defaults(), start);
        assertThat(twin.tryAdmit(5_880, 0, start + 1_000)).isInstanceOf(QuotaHold.class);
        assertThat(twin.tryAdmit(1, 0, start + 10))
                .asInstanceOf(type(QuotaRefusal.class))
                .satisfies(refusal -> assertThat(refusal.waitNanos())
                        .isLessThan(Duration.ofSeconds(1).toNanos()));
    }

    @Test
    void negativeCounts_areRefused() {
        QuotaTwin twin = twin(TOKENS, QuotaWindow.LEARNED);
        assertThatThrownBy(() -> twin.tryAdmit(-1, 0, 0)).hasMessage("quota.inputTokens: -1 (expected: >= 0)");
        assertThatThrownBy(() -> twin.tryAdmit(0, -1, 0)).hasMessage("quota.maxTokens: -1 (expected: >= 0)");
        QuotaHold hold = held(twin, 1, 1);
        assertThatThrownBy(() -> hold.settle(0, 0, -1, 0)).hasMessage("usage.output: -1 (expected: >= 0)");
        assertThat(hold.release(clock.nanoTime())).as("still open").isTrue();
    }
}
