package dev.hybridrouter.core.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.FactsReader;
import dev.hybridrouter.core.policy.BreakerPolicy;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strategies see of a target whose calls hang. */
class ShownLatencyTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final Target TARGET = Target.builder("a", "adapter", "model").build();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final TargetState state = new TargetState(TARGET, BreakerPolicy.defaults(), 0);

    private void timesOut(boolean streaming, long limit, boolean fair) {
        CallContext call = new CallContext(1, REQUEST, FactsReader.read(REQUEST, streaming, 1), 0, Long.MAX_VALUE);
        Permit permit = Objects.requireNonNull(state.tryAcquire(0));
        permit.sending(limit);
        permit.failed(
                call,
                Attempt.builder(AttemptKind.PRIMARY, TARGET.id()),
                ProviderFailure.of(FailureKind.TIMEOUT, "no answer"),
                TokenUsage.unknown(),
                fair,
                0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void timeOuts_count_withTheTimeTheyTook(boolean streaming) {
        state.answeredAfter(SECOND, 0);
        state.firstContentAfter(SECOND, 0);
        timesOut(streaming, 19 * SECOND, true);

        assertThat(state.health(streaming, 0).latencyNanos()).isEqualTo(10 * SECOND);
        assertThat(state.health(!streaming, 0).latencyNanos()).isEqualTo(SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 1_000_000})
    void timeOutsWithoutAFairChance_sayNothing(long limit) {
        state.answeredAfter(SECOND, 0);
        timesOut(false, limit, true);
        timesOut(false, 19 * SECOND, false);

        assertThat(state.health(false, 0).latencyNanos()).isEqualTo(SECOND);
    }
}
