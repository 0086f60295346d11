package dev.hybridrouter.spi;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.blank;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.internal.BadValue;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ProviderMetadata;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What adapters are handed and hand back. */
class SpiValuesTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hello");
    private static final Target TARGET =
            Target.builder("fast", "bedrock", "model-1").build();
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private record Trace(String id) implements ProviderMetadata {}

    private static ProviderCall call(RouteRequest request, Target target, AttemptKind kind, Duration limit) {
        return ProviderCall.builder(request, target, limit).kind(kind).build();
    }

    @ParameterizedTest
    @MethodSource
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> construct_whenValueIsBad_namesFieldAndFix() {
        return Stream.of(
                absent("call.request", () -> call(none(), TARGET, AttemptKind.PRIMARY, LIMIT)),
                absent("call.target", () -> call(REQUEST, none(), AttemptKind.PRIMARY, LIMIT)),
                absent("call.kind", () -> call(REQUEST, TARGET, none(), LIMIT)),
                absent("call.timeLimit", () -> call(REQUEST, TARGET, AttemptKind.PRIMARY, none())),
                refused(
                        "call.timeLimit has passed",
                        () -> call(REQUEST, TARGET, AttemptKind.PRIMARY, Duration.ZERO),
                        "call.timeLimit: PT0S (expected: longer than zero)"),
                absent("piece.delta", () -> new ProviderEvent.Piece(none())),
                absent("finished.stopReason", () -> new ProviderEvent.Finished(none(), TokenUsage.unknown())),
                absent("finished.usage", () -> new ProviderEvent.Finished(StopReason.END_TURN, none())),
                absent("billed.model", () -> new BilledModel(none(), "*")),
                blank("billed.model", () -> new BilledModel(" ", "*")),
                absent("billed.scope", () -> new BilledModel("model-1", none())),
                blank("billed.scope", () -> new BilledModel("model-1", "")));
    }

    @Test
    void adjustment_whenReported_reachesWhoIsTold_alsoByACopyOfTheCall() {
        List<Adjustment> told = new ArrayList<>();
        Adjustment adjustment = new Adjustment(Adjustment.Kind.FIELD_LEFT_OUT, "topP: not taken");
        ProviderCall call = ProviderCall.builder(REQUEST, TARGET, LIMIT)
                .adjustments(told::add)
                .build();

        call.adjusted(adjustment);
        call.toBuilder().build().adjusted(adjustment);
        call(REQUEST, TARGET, AttemptKind.PRIMARY, LIMIT).adjusted(adjustment);

        assertThat(told).containsExactly(adjustment, adjustment);
    }

    @Test
    void piece_whenMade_keepsItsDelta() {
        Delta delta = new Delta.TextDelta(0, "a");

        assertThat(new ProviderEvent.Piece(delta).delta()).isSameAs(delta);
    }

    @Test
    void finished_whenTheProviderToldNothingMore_hasNoMetadata() {
        ProviderEvent.Finished finished = new ProviderEvent.Finished(StopReason.END_TURN, TokenUsage.of(3, 4));

        assertThat(finished.stopReason()).isEqualTo(StopReason.END_TURN);
        assertThat(finished.usage()).isEqualTo(TokenUsage.of(3, 4));
        assertThat(finished.metadata()).isEmpty();
    }

    @Test
    void finished_whenTheProviderToldMore_keepsIt() {
        ProviderEvent.Finished finished =
                new ProviderEvent.Finished(StopReason.END_TURN, TokenUsage.unknown(), new Trace("t"));

        assertThat(finished.metadata()).contains(new Trace("t"));
    }

    @Test
    void latency_whenNegative_isUnknownAndZeroIsNot() {
        assertThat(health(-1).latency()).isEmpty();
        assertThat(health(0).latency()).contains(Duration.ZERO);
        assertThat(health(1_500).latency()).contains(Duration.ofNanos(1_500));
    }

    private static TargetHealth health(long latencyNanos) {
        return TargetHealth.builder(TargetHealth.State.CLOSED)
                .latencyNanos(latencyNanos)
                .build();
    }
}
