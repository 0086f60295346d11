package dev.hybridrouter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.target.TargetId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteResultTest {
    private static final ModelResponse RESPONSE = ModelResponse.builder(
                    List.of(Content.text("green")), StopReason.END_TURN)
            .build();
    private final Exception cause = new IllegalStateException("as the provider said");
    private final ProviderFailure failure = ProviderFailure.builder(FailureKind.TIMEOUT, "no answer")
            .cause(cause)
            .build();

    private final RouteResult.Answered answered =
            new RouteResult.Answered(RESPONSE, new TargetId("a"), decision(Outcome.ANSWERED));
    private final RouteResult.Rejected rejected = new RouteResult.Rejected(
            List.of(new Rejection(RejectionReason.CUSTOM, "closed today", "come tomorrow")),
            decision(Outcome.REJECTED));
    private final RouteResult.Failed failed =
            new RouteResult.Failed(failure, ModelResponse.nothing(), decision(Outcome.FAILED));

    private static Decision decision(Outcome outcome) {
        return new Decision(1, OperationType.STANDARD, RoutePlan.nothing(), List.of(), outcome, Duration.ZERO);
    }

    private static String name(RouteResult result) {
        return result.fold(a -> "answered " + a.text(), r -> "rejected", f -> "failed");
    }

    @Test
    void fold_choosesByOutcome() {
        assertThat(name(answered)).isEqualTo("answered green");
        assertThat(name(rejected)).isEqualTo("rejected");
        assertThat(name(failed)).isEqualTo("failed");
    }

    @Test
    void orElseThrow_returnsAnAnswer() {
        assertThat(answered.orElseThrow()).isSameAs(answered);
    }

    @Test
    void orElseThrow_ofARejection_saysWhyAndWhatHelps() {
        assertThatThrownBy(rejected::orElseThrow)
                .isInstanceOfSatisfying(RouteRejectedException.class, e -> {
                    assertThat(e.reasons()).isEqualTo(rejected.reasons());
                    assertThat(e.result()).isSameAs(rejected);
                    assertThat(e.decision()).isSameAs(rejected.decision());
                })
                .hasMessage("Rejected: CUSTOM: closed today (come tomorrow)");
    }

    @Test
    void orElseThrow_ofAFailure_carriesTheProvidersException() {
        assertThatThrownBy(failed::orElseThrow)
                .isInstanceOfSatisfying(
                        RouteFailedException.class, e -> assertThat(e.failure()).isSameAs(failure))
                .hasCause(cause)
                .hasMessage("Failed after 0 attempts: TIMEOUT: no answer (allow more time, or ask for fewer tokens)");
    }
}
