package dev.hybridrouter.api.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.status.ComponentStatus;
import dev.hybridrouter.api.status.Condition;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TargetId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The JSON of a decision, field by field: whoever stores or parses it relies on it. */
class DecisionJsonTest {
    private static final TargetId FIRST = new TargetId("first");
    private static final TargetId SECOND = new TargetId("second");

    private static Decision decision() {
        Rejection quota = Rejection.of(RejectionReason.QUOTA, "no room \"now\"\n\u00e9", "wait")
                .withRetryAfter(Duration.ofSeconds(2));
        Attempt failed = Attempt.builder(AttemptKind.PRIMARY, FIRST)
                .provider("bedrock")
                .model("m.1")
                .region("eu-central-1")
                .span(1_000, 3_000)
                .failure(ProviderFailure.builder(FailureKind.TIMEOUT, "late")
                        .code("Late")
                        .retryAfter(Duration.ofMillis(5))
                        .requestId("r-1")
                        .build())
                .estimatedCost(new Money(17))
                .ledgerLine(7)
                .build();
        Attempt answered = Attempt.builder(AttemptKind.FALLBACK, SECOND)
                .span(4_000, 9_000)
                .usage(TokenUsage.builder().input(3).output(4).cacheRead(5).build())
                .cost(new Money(40))
                .build();
        return Decision.builder(42, OperationType.EMERGENCY, Outcome.ANSWERED)
                .plan(RoutePlan.builder()
                        .candidates(List.of(
                                Candidate.builder(FIRST)
                                        .evidence(List.of(new Evidence(RejectionReason.RESIDENCY, "declared")))
                                        .build(),
                                Candidate.builder(SECOND).build(),
                                Candidate.builder(new TargetId("third"))
                                        .rejections(List.of(quota))
                                        .build()))
                        .ranking(List.of(new RankedTarget(
                                FIRST, List.of(new Score("cost", 0.5), new Score("load", Double.POSITIVE_INFINITY)))))
                        .adjustments(List.of(new Adjustment(Adjustment.Kind.OUTPUT_CAPPED, "to 100")))
                        .cache(CacheUse.missed())
                        .policyVersion(3)
                        .propensity(0.25)
                        .build())
                .attempts(List.of(failed, answered))
                .reasons(List.of(quota))
                .sideCalls(List.of(SideCall.builder(SideCall.Kind.EMBEDDING, "titan", SideCall.Outcome.ANSWERED)
                        .elapsed(Duration.ofNanos(12))
                        .cost(new Money(1))
                        .build()))
                .elapsedNanos(10_000)
                .build();
    }

    @Test
    void aDecisionIsWrittenByteForByteAsItWas() throws IOException {
        assertThat(decision().toJson() + "\n").isEqualTo(golden("decision.json"));
    }

    @Test
    void aResultIsWrittenWithItsDecisionAndWithoutContent() {
        ModelResponse secret = ModelResponse.builder(List.of(Content.text("secret")), StopReason.END_TURN)
                .usage(TokenUsage.of(1, 2))
                .build();
        String decision = ",\"decision\":" + decision().toJson() + "}";

        assertThat(new RouteResult.Answered(secret, FIRST, decision()).toJson())
                .isEqualTo("{\"result\":\"ANSWERED\",\"target\":\"first\",\"stop_reason\":\"end_turn\","
                        + "\"usage\":{\"input\":1,\"output\":2,\"estimated\":false}" + decision);
        assertThat(new RouteResult.Failed(ProviderFailure.of(FailureKind.TIMEOUT, "late"), secret, decision()).toJson())
                .startsWith("{\"result\":\"FAILED\",\"failure\":{\"kind\":\"TIMEOUT\",\"message\":\"late\",")
                .endsWith(decision)
                .doesNotContain("secret");
        assertThat(new RouteResult.Rejected(decision().reasons(), decision()).toJson())
                .isEqualTo("{\"result\":\"REJECTED\"" + decision);
    }

    @Test
    void aStatusIsWrittenWithItsFacts() {
        assertThat(ComponentStatus.builder("kill-switch", Condition.DEGRADED)
                        .fact("engaged", 1)
                        .build()
                        .toJson())
                .isEqualTo("{\"name\":\"kill-switch\",\"condition\":\"DEGRADED\",\"facts\":{\"engaged\":\"1\"}}");
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = DecisionJsonTest.class.getResourceAsStream("/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
