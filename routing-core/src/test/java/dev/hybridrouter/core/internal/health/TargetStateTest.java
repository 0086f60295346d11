package dev.hybridrouter.core.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.TargetHealth;
import dev.hybridrouter.spi.TargetHealth.State;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is learned about one target, and how long it counts. */
class TargetStateTest {
    private static final Duration PROBATION = Duration.ofSeconds(5);
    private static final BreakerPolicy POLICY = BreakerPolicy.builder()
            .failures(1)
            .window(1)
            .probes(2)
            .probation(PROBATION)
            .maxProbation(Duration.ofSeconds(30))
            .build();

    private long now = 1_000_000;
    private final TargetState target = stateWith(POLICY);

    private TargetState stateWith(BreakerPolicy policy) {
        return new TargetState(Target.builder("t", "p", "m").build(), policy, now);
    }

    private Permit permit(TargetState of) {
        return Objects.requireNonNull(of.tryAcquire(now), "a permit");
    }

    private void fail(TargetState of, FailureKind kind) {
        permit(of).fail(ProviderFailure.of(kind, "scripted"), now);
    }

    private TargetHealth health() {
        return target.health(false, now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** How long the target is left alone after a failure now. */
    private Duration probation(TargetState of) {
        long failedAt = now;
        while (of.tryAcquire(now) == null) {
            now += Duration.ofMillis(500).toNanos();
        }
        return Duration.ofNanos(now - failedAt);
    }

    @Test
    void health_whenNothingIsKnown_isUnknownNotHealthy() {
        assertThat(health().state()).isEqualTo(State.UNKNOWN);
        assertThat(health().latency()).isEmpty();
    }

    @Test
    void breaker_closesAfterAsManyGoodProbesAsThePolicySays() {
        fail(target, FailureKind.UNAVAILABLE);
        assertThat(health().state()).isEqualTo(State.OPEN);

        pass(PROBATION);
        assertThat(health().state()).isEqualTo(State.HALF_OPEN);
        permit(target).succeed();
        assertThat(target.isOutOfService(now)).as("after one good probe of two").isTrue();
        permit(target).succeed();

        assertThat(health().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void halfOpen_letsOneProbeInAtATime() {
        fail(target, FailureKind.UNAVAILABLE);
        pass(PROBATION);
        Permit probe = permit(target);

        assertThat(target.tryAcquire(now)).isNull();
        assertThat(health().state()).isEqualTo(State.OPEN);
        probe.succeed();

        assertThat(target.tryAcquire(now)).isNotNull();
    }

    @Test
    void probation_doublesWithEachFailedProbe_upToItsMaximum() {
        fail(target, FailureKind.UNAVAILABLE);
        pass(PROBATION);
        for (int seconds : new int[] {10, 20, 30, 30}) {
            fail(target, FailureKind.UNAVAILABLE);
            long failedAt = now;

            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(target.tryAcquire(now)).as("just before %s s", seconds).isNull();
            pass(Duration.ofNanos(1));
            assertThat(health().state()).as("after %s s", seconds).isEqualTo(State.HALF_OPEN);
            assertThat(now - failedAt).isEqualTo(Duration.ofSeconds(seconds).toNanos());
        }
    }

    @Test
    void probation_startsAnewOnceTheTargetWorkedAgain() {
        fail(target, FailureKind.UNAVAILABLE);
        pass(PROBATION);
        fail(target, FailureKind.UNAVAILABLE);
        pass(PROBATION.multipliedBy(2));
        permit(target).succeed();
        permit(target).succeed();

        fail(target, FailureKind.UNAVAILABLE);

        assertThat(probation(target)).isEqualTo(PROBATION);
    }

    @Test
    void probation_whenItIsVeryLong_neverShrinksWhileItDoubles() {
        long first = (1L << 50) + (1L << 40); // about 13 days; wraps to a shorter time if doubled carelessly
        long longest = Long.MAX_VALUE / 4;
        TargetState patient = stateWith(BreakerPolicy.builder()
                .failures(1)
                .window(1)
                .probation(Duration.ofNanos(first))
                .maxProbation(Duration.ofNanos(longest))
                .build());
        fail(patient, FailureKind.UNAVAILABLE);
        now += first;
        for (int failedProbes = 1; failedProbes <= 20; failedProbes++) {
            fail(patient, FailureKind.UNAVAILABLE);

            now += (failedProbes <= 10 ? first << failedProbes : longest) - 1;
            assertThat(patient.tryAcquire(now))
                    .as("after %s failed probes", failedProbes)
                    .isNull();
            now += 1;
        }
    }

    @ParameterizedTest
    @EnumSource
    void probe_whateverItsEnd_makesWayForTheNext(FailureKind kind) {
        fail(target, FailureKind.UNAVAILABLE);
        pass(PROBATION);

        fail(target, kind);

        if (kind.health() == HealthImpact.ILLNESS) {
            assertThat(target.tryAcquire(now)).isNull();
            pass(PROBATION.multipliedBy(2));
        }
        assertThat(target.tryAcquire(now)).isNotNull();
    }

    @Test
    void ignoring_endsTheAttemptAndTheProbeAndSaysNothing() {
        permit(target).ignore();
        assertThat(health().state()).isEqualTo(State.UNKNOWN);
        assertThat(health().inFlight()).isZero();
        fail(target, FailureKind.UNAVAILABLE);
        pass(PROBATION);

        permit(target).ignore();

        assertThat(health().state()).isEqualTo(State.HALF_OPEN);
        assertThat(health().inFlight()).isZero();
    }

    @Test
    void chance_isFairFromTheUsualTimeOn_butNeverMoreThanASecond() {
        long second = Duration.ofSeconds(1).toNanos();
        assertThat(target.hadAFairChance(false, second - 1)).isFalse();
        assertThat(target.hadAFairChance(false, second)).isTrue();

        target.answeredAfter(second / 10, now);
        assertThat(target.hadAFairChance(false, second / 10 - 1)).isFalse();
        assertThat(target.hadAFairChance(false, second / 10)).isTrue();
        assertThat(target.hadAFairChance(true, second / 10)).as("as a stream").isFalse();

        target.firstContentAfter(second * 5, now);
        assertThat(target.hadAFairChance(true, second)).isTrue();
        assertThat(target.hadAFairChance(true, second - 1)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void failure_opensTheBreakerOnlyIfItIsASignOfIllness(FailureKind kind) {
        fail(target, kind);

        assertThat(target.isOutOfService(now))
                .isEqualTo(kind.health() == HealthImpact.ILLNESS || kind.health() == HealthImpact.MISCONFIGURED);
        assertThat(health().state() == State.OPEN).isEqualTo(kind.health() == HealthImpact.ILLNESS);
        assertThat(health().throttled()).isEqualTo(kind.health() == HealthImpact.LOAD);
        assertThat(health().state() == State.MISCONFIGURED).isEqualTo(kind.health() == HealthImpact.MISCONFIGURED);
        assertThat(health().inFlight()).isZero();
    }

    @Test
    void throttling_lastsAsLongAsAsked_atMostAnHour() {
        permit(target).fail(throttled(Duration.ofSeconds(7)), now);
        pass(Duration.ofSeconds(7).minusNanos(1));
        assertThat(health().throttled()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(health().throttled()).isFalse();

        permit(target).fail(throttled(Duration.ofDays(1)), now);
        pass(Duration.ofHours(1).minusNanos(1));
        assertThat(health().throttled()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(health().throttled()).isFalse();
    }

    @Test
    void throttling_isNotShortenedByALaterShorterWish() {
        Permit first = permit(target);
        Permit second = permit(target);
        first.fail(throttled(Duration.ofSeconds(30)), now);
        second.fail(throttled(Duration.ofSeconds(1)), now);

        pass(Duration.ofSeconds(29));

        assertThat(health().throttled()).isTrue();
        assertThat(target.tryAcquire(now)).isNull();
    }

    private static ProviderFailure throttled(Duration retryAfter) {
        return ProviderFailure.builder(FailureKind.THROTTLED, "scripted")
                .retryAfter(retryAfter)
                .build();
    }

    @Test
    void permit_whenItEndsTwice_countsOnce() {
        Permit permit = permit(target);
        permit(target);

        permit.succeed();
        permit.succeed();
        permit.fail(ProviderFailure.of(FailureKind.UNAVAILABLE, "late"), now);

        assertThat(health().inFlight()).isEqualTo(1);
        assertThat(target.isOutOfService(now)).isFalse();
    }

    @Test
    void attemptFromBeforeAnOutage_saysNothingAfterIt() {
        Permit slow = permit(target);
        fail(target, FailureKind.UNAVAILABLE);
        pass(PROBATION);
        permit(target).succeed();
        permit(target).succeed();
        assertThat(health().state()).isEqualTo(State.CLOSED);

        slow.fail(ProviderFailure.of(FailureKind.TIMEOUT, "sent before the outage"), now);

        assertThat(health().state()).isEqualTo(State.CLOSED);
        assertThat(health().inFlight()).isZero();
        fail(target, FailureKind.UNAVAILABLE);
        assertThat(health().state()).as("what was sent after it counts").isEqualTo(State.OPEN);
    }
}
