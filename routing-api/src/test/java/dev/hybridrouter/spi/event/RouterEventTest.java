package dev.hybridrouter.spi.event;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.blank;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.Samples;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.internal.BadValue;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What listeners are handed. */
class RouterEventTest {
    private static final RequestFacts FACTS =
            RequestFacts.builder(RequestContext.defaults()).number(7).build();
    private static final Target TARGET =
            Target.builder("fast", "bedrock", "model-1").build();
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @MethodSource
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> construct_whenValueIsBad_namesFieldAndFix() {
        return Stream.of(
                absent("requestStarted.facts", () -> RequestStarted.of(none())),
                absent("requestQueued.maxWait", () -> RequestQueued.of(FACTS, none())),
                refused(
                        "requestQueued.maxWait is negative",
                        () -> RequestQueued.of(FACTS, SECOND.negated()),
                        "requestQueued.maxWait: PT-1S (expected: zero or longer)"),
                absent("requestEnded.result", () -> RequestEnded.of(FACTS, none())),
                absent("attemptStarted.target", () -> AttemptStarted.of(FACTS, none(), AttemptKind.PRIMARY)),
                absent("attemptStarted.kind", () -> AttemptStarted.of(FACTS, TARGET, none())),
                absent("attemptRefused.reasons", () -> AttemptRefused.of(FACTS, TARGET, none())),
                absent("firstContent.sinceStart", () -> FirstContent.of(FACTS, TARGET, none())),
                absent("attemptEnded.attempt", () -> AttemptEnded.of(FACTS, TARGET, none())),
                absent("targetChanged.target", () -> TargetChanged.builder(none(), TargetChanged.Change.THROTTLED)),
                absent("targetChanged.change", () -> TargetChanged.builder(TARGET, none())),
                absent("budgetReported.event", () -> BudgetReported.of(none())),
                absent("killSwitchChanged.event", () -> KillSwitchChanged.of(none())),
                absent("guardInspected.context", () -> GuardInspected.of(none(), none())),
                refused(
                        "policyActivated.version is 0",
                        () -> PolicyActivated.of(0, "me", "why", List.of()),
                        "policyActivated.version: 0 (expected: >= 1)"),
                blank("policyActivated.by", () -> PolicyActivated.of(1, " ", "why", List.of())));
    }

    @Test
    void eventsOfARequest_areJoinedByItsNumber() {
        RouteResult result = new RouteResult.Rejected(List.of(Samples.NO_TOOLS), Samples.decision(Outcome.REJECTED));
        List<RouterEvent> heard = new ArrayList<>();
        RouterListener listener = heard::add;
        listener.onEvent(RequestStarted.of(FACTS));
        listener.onEvent(RequestQueued.of(FACTS, SECOND));
        listener.onEvent(AttemptStarted.of(FACTS, TARGET, AttemptKind.PRIMARY));
        listener.onEvent(AttemptRefused.of(FACTS, TARGET, List.of(Samples.NO_TOOLS)));
        listener.onEvent(FirstContent.of(FACTS, TARGET, SECOND));
        listener.onEvent(RequestEnded.of(FACTS, result));

        assertThat(heard).allMatch(event -> event instanceof RequestEvent of && of.number() == 7);
        assertThat(heard.subList(0, 5)).allMatch(event -> event.toString().contains("#7"));
    }

    @Test
    void targetChanged_whenNothingIsKnownOfCauseAndEnd_hasNeither() {
        TargetChanged closed = TargetChanged.builder(TARGET, TargetChanged.Change.BREAKER_CLOSED)
                .build();
        TargetChanged opened = TargetChanged.builder(TARGET, TargetChanged.Change.BREAKER_OPENED)
                .cause(FailureKind.TIMEOUT)
                .retryAfter(SECOND)
                .build();

        assertThat(closed.cause()).isEmpty();
        assertThat(closed.retryAfter()).isEmpty();
        assertThat(closed).hasToString("TargetChanged[fast, BREAKER_CLOSED]");
        assertThat(opened).hasToString("TargetChanged[fast, BREAKER_OPENED, cause=TIMEOUT, retryAfter=PT1S]");
    }
}
