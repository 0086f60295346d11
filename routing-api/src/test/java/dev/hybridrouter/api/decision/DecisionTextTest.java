package dev.hybridrouter.api.decision;

import static dev.hybridrouter.api.Samples.CHEAP;
import static dev.hybridrouter.api.Samples.FAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.Samples;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TargetId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.util.DefaultLocale;

/** The text of decisions, word for word. */
class DecisionTextTest {
    private static final TargetId FAR = new TargetId("far");
    private static final TargetId SPARE = new TargetId("spare");
    private static final Rejection TOO_FAR =
            Rejection.of(RejectionReason.RESIDENCY, "us-east-1 is not in eu-central-1", "add a target in eu-central-1");

    private static String golden(String name) {
        String file = "/dev/hybridrouter/api/decision/" + name + ".txt";
        try (InputStream in = Objects.requireNonNull(DecisionTextTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RoutePlan plan() {
        return RoutePlan.builder()
                .candidates(List.of(
                        Candidate.builder(CHEAP).build(),
                        Candidate.builder(FAST).build(),
                        Candidate.builder(FAR)
                                .rejections(List.of(TOO_FAR, Samples.NO_TOOLS))
                                .build(),
                        Candidate.builder(SPARE).build()))
                .ranking(List.of(
                        new RankedTarget(FAST, List.of(new Score("path", 0), new Score("lowest-price", 0.001234))),
                        new RankedTarget(
                                CHEAP,
                                List.of(new Score("path", 1), new Score("lowest-price", Double.POSITIVE_INFINITY)))))
                .build();
    }

    private static Decision fallenBack() {
        ProviderFailure throttled = ProviderFailure.builder(FailureKind.THROTTLED, "ThrottlingException (HTTP 429)")
                .retryAfter(Duration.ofSeconds(60))
                .build();
        return Decision.builder(7, OperationType.STANDARD, Outcome.ANSWERED)
                .plan(plan())
                .attempts(List.of(
                        Attempt.builder(AttemptKind.PRIMARY, FAST)
                                .span(1_000_000, 31_500_000)
                                .cost(Money.ZERO)
                                .failure(throttled)
                                .build(),
                        Attempt.builder(AttemptKind.FALLBACK, CHEAP)
                                .span(31_500_000, 1_231_500_000)
                                .cost(Money.usd("0.0123455"))
                                .build()))
                .elapsed(Duration.ofNanos(1_234_999_999))
                .build();
    }

    @Test
    void describe_whenASecondTargetAnswered_isTheGoldenText() {
        assertThat(fallenBack().describe()).isEqualToNormalizingNewlines(golden("answered-after-fallback"));
    }

    @Test
    @DefaultLocale("ar-EG-u-nu-arab")
    void describe_whenTheHostCountsInAnotherScript_isTheSameText() {
        assertThat(fallenBack().describe()).isEqualToNormalizingNewlines(golden("answered-after-fallback"));
    }

    @Test
    void describe_whenCostIsUnknown_namesNone() {
        Decision decision = Decision.builder(8, OperationType.EMERGENCY, Outcome.FAILED)
                .plan(plan())
                .attempts(List.of(Samples.timedOut(AttemptKind.PRIMARY, FAST)))
                .elapsed(Duration.ofSeconds(5))
                .build();

        assertThat(decision.describe()).isEqualToNormalizingNewlines(golden("failed-at-unknown-cost"));
    }

    @Test
    void describe_whenARankerTriedSomethingAndAGuardWasAsked_saysSo() {
        Decision decision = Decision.builder(10, OperationType.STANDARD, Outcome.ANSWERED)
                .plan(RoutePlan.builder().propensity(0.05).build())
                .sideCalls(List.of(SideCall.builder(SideCall.Kind.REMOTE_GUARD, "pii", SideCall.Outcome.ANSWERED)
                        .elapsed(Duration.ofMillis(30))
                        .cost(Money.usd("0.001"))
                        .build()))
                .build();

        assertThat(decision.describe()).isEqualToNormalizingNewlines("""
                        #10 STANDARD ANSWERED in 0 ms, cost $0.001000
                          chosen    first with probability 0.0500
                          side call REMOTE_GUARD pii ANSWERED 30 ms, cost $0.001000
                        """);
    }

    @Test
    void describe_whenNothingWasSent_endsWithTheCandidates() {
        Decision decision = Decision.builder(9, new OperationType("NIGHTLY"), Outcome.REJECTED)
                .reasons(List.of(TOO_FAR.withRetryAfter(Duration.ofSeconds(2))))
                .plan(RoutePlan.builder()
                        .candidates(List.of(Candidate.builder(FAR)
                                .rejections(List.of(TOO_FAR))
                                .build()))
                        .build())
                .build();

        assertThat(decision.describe()).isEqualToNormalizingNewlines(golden("rejected"));
    }
}
