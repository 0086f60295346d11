package dev.hybridrouter.api;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hybridrouter.api.RouteResult.Answered;
import dev.hybridrouter.api.RouteResult.Failed;
import dev.hybridrouter.api.RouteResult.Rejected;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.BadValue;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The three ends of a request, and what a caller who wants an answer is thrown instead. */
class RouteResultTest {
    private static final Rejection CLOSED =
            Rejection.of(RejectionReason.ROUTER_CLOSED, "the router is closed", "build a new one");
    private static final Decision DECISION = Samples.decision(
            Outcome.FAILED,
            Samples.timedOut(AttemptKind.PRIMARY, Samples.FAST),
            Samples.timedOut(AttemptKind.FALLBACK, Samples.CHEAP));
    private static final ModelResponse HELLO = ModelResponse.builder(
                    List.of(Content.text("Hello")), StopReason.END_TURN)
            .build();
    private static final RouteResult ANSWERED = new Answered(HELLO, Samples.FAST, DECISION);
    private static final RouteResult REJECTED = new Rejected(List.of(Samples.NO_TOOLS, CLOSED), DECISION);
    private static final RouteResult FAILED = new Failed(Samples.TIMED_OUT, HELLO, DECISION);

    @ParameterizedTest
    @MethodSource
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> construct_whenValueIsBad_namesFieldAndFix() {
        return Stream.of(
                absent("answered.response", () -> new Answered(none(), Samples.FAST, DECISION)),
                absent("answered.target", () -> new Answered(HELLO, none(), DECISION)),
                absent("answered.decision", () -> new Answered(HELLO, Samples.FAST, none())),
                absent("rejected.reasons", () -> new Rejected(none(), DECISION)),
                absent("rejected.reasons[]", () -> new Rejected(Collections.singletonList(none()), DECISION)),
                refused(
                        "rejected.reasons is empty",
                        () -> new Rejected(List.of(), DECISION),
                        "rejected.reasons: empty (expected: at least one element)"),
                absent("rejected.decision", () -> new Rejected(List.of(CLOSED), none())),
                absent("failed.failure", () -> new Failed(none(), HELLO, DECISION)),
                absent("failed.delivered", () -> new Failed(Samples.TIMED_OUT, none(), DECISION)),
                absent("failed.decision", () -> new Failed(Samples.TIMED_OUT, HELLO, none())),
                absent("opened.target", () -> new StreamEvent.Opened(none())),
                absent("content.delta", () -> new StreamEvent.Content(none())),
                absent("closed.result", () -> new StreamEvent.Closed(none())));
    }

    @Test
    void streamEvents_whenMade_keepWhatTheyCarry() {
        Delta delta = new Delta.TextDelta(0, "Hel");

        assertThat(new StreamEvent.Opened(Samples.FAST).target()).isEqualTo(Samples.FAST);
        assertThat(new StreamEvent.Content(delta).delta()).isSameAs(delta);
        assertThat(new StreamEvent.Closed(FAILED).result()).isSameAs(FAILED);
    }

    private static String folded(RouteResult result) {
        return result.fold(
                answered -> "answered " + answered.text(),
                rejected -> "rejected " + rejected.reasons().size(),
                failed -> "failed " + failed.failure().kind());
    }

    @Test
    void fold_whenEnded_callsTheFunctionOfItsOutcomeOnly() {
        assertThat(folded(ANSWERED)).isEqualTo("answered Hello");
        assertThat(folded(REJECTED)).isEqualTo("rejected 2");
        assertThat(folded(FAILED)).isEqualTo("failed TIMEOUT");
    }

    @Test
    void decision_whenEnded_isThereForEveryOutcome() {
        assertThat(Stream.of(ANSWERED, FAILED)).allMatch(result -> result.decision() == DECISION);
        assertThat(REJECTED.decision())
                .usingRecursiveComparison()
                .isEqualTo(DECISION.toBuilder()
                        .reasons(List.of(Samples.NO_TOOLS, CLOSED))
                        .build());
    }

    @Test
    void orElseThrow_whenAnswered_returnsTheAnswer() {
        assertThat(ANSWERED.orElseThrow()).isSameAs(ANSWERED);
    }

    @Test
    void orElseThrow_whenRejected_saysEveryReasonAndRemedy() {
        RouteRejectedException thrown = catchThrowableOfType(RouteRejectedException.class, REJECTED::orElseThrow);

        assertThat(thrown)
                .hasMessage("Rejected: CAPABILITY: the target has no TOOLS (add a target with TOOLS);"
                        + " ROUTER_CLOSED: the router is closed (build a new one)")
                .hasNoCause();
        assertThat(thrown.reasons()).containsExactly(Samples.NO_TOOLS, CLOSED);
        assertThat(thrown.result()).isSameAs(REJECTED);
        assertThat(thrown.decision()).isSameAs(REJECTED.decision());
    }

    @Test
    void orElseThrow_whenFailed_saysTheLastFailureAndWhatToDo() {
        RouteFailedException thrown = catchThrowableOfType(RouteFailedException.class, FAILED::orElseThrow);

        assertThat(thrown)
                .hasMessage("Failed after 2 attempts: TIMEOUT: no answer within 5 s"
                        + " (allow more time, or ask for fewer tokens)")
                .hasNoCause();
        assertThat(thrown.failure()).isSameAs(Samples.TIMED_OUT);
        assertThat(thrown.result()).isSameAs(FAILED);
        assertThat(thrown.decision()).isSameAs(FAILED.decision());
    }

    @Test
    void orElseThrow_whenFailedWithACause_showsItsTypeAndStackButNoneOfItsWords() {
        Throwable cause = new IllegalStateException("boom", new IllegalArgumentException("the prompt"));
        ProviderFailure failure = ProviderFailure.builder(FailureKind.SERVER_ERROR, "HTTP 500")
                .cause(cause)
                .build();
        RouteResult failed = new Failed(failure, ModelResponse.nothing(), DECISION);

        RoutingException thrown = catchThrowableOfType(RoutingException.class, failed::orElseThrow);

        assertThat(thrown).isInstanceOf(RouteFailedException.class);
        assertThat(thrown.getCause())
                .hasMessage("java.lang.IllegalStateException")
                .extracting(Throwable::getStackTrace)
                .isEqualTo(cause.getStackTrace());
        assertThat(thrown).hasStackTraceContaining("java.lang.IllegalArgumentException");
        assertThat(stackTrace(thrown)).doesNotContain("boom", "the prompt");
        assertThat(((RouteFailedException) thrown).failure().cause()).containsSame(cause);
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
