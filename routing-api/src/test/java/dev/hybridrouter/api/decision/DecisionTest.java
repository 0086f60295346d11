package dev.hybridrouter.api.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TargetId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final TargetId DUBLIN = new TargetId("dublin");
    private static final TargetId FRANKFURT = new TargetId("frankfurt");
    private static final TargetId OHIO = new TargetId("ohio");
    private static final Rejection ABROAD =
            new Rejection(RejectionReason.RESIDENCY, "us-east-2 is not allowed", "use EU targets");

    private static Attempt throttled() {
        return Attempt.builder(AttemptKind.PRIMARY, FRANKFURT)
                .span(0, 20_000_000)
                .failure(ProviderFailure.builder(FailureKind.THROTTLED, "busy")
                        .retryAfter(Duration.ofSeconds(2))
                        .build())
                .cost(Money.ZERO)
                .build();
    }

    private static Attempt answered() {
        return Attempt.builder(AttemptKind.FALLBACK, DUBLIN)
                .span(21_000_000, 81_000_000)
                .cost(Money.usd("0.000087"))
                .build();
    }

    private static Decision decision(Attempt... attempts) {
        RoutePlan plan = new RoutePlan(
                List.of(
                        new Candidate(FRANKFURT, List.of()),
                        new Candidate(DUBLIN, List.of()),
                        new Candidate(OHIO, List.of(ABROAD))),
                List.of(
                        new RankedTarget(FRANKFURT, List.of(new Score("route-matrix", 0))),
                        new RankedTarget(DUBLIN, List.of(new Score("route-matrix", 0)))));
        return new Decision(
                7, OperationType.STANDARD, plan, List.of(attempts), Outcome.ANSWERED, Duration.ofMillis(81));
    }

    @Test
    void describe_tellsTheWholeStory() {
        assertThat(decision(throttled(), answered()).describe().lines())
                .containsExactly(
                        "#7 STANDARD ANSWERED in 81 ms, cost $0.000087",
                        "  candidate frankfurt: rank 1 (route-matrix=0.00)",
                        "  candidate dublin: rank 2 (route-matrix=0.00)",
                        "  candidate ohio: rejected, RESIDENCY: us-east-2 is not allowed (use EU targets)",
                        "  attempt   0 ms: PRIMARY frankfurt 20 ms THROTTLED: busy (retry after 2000 ms)",
                        "  attempt   21 ms: FALLBACK dublin 60 ms answered");
    }

    @Test
    void cost_isTheSumOfAllAttempts_orUnknown() {
        Attempt unpriced = Attempt.builder(AttemptKind.RETRY, DUBLIN).build();
        assertThat(decision(throttled(), answered()).cost()).hasValue(Money.usd("0.000087"));
        assertThat(decision(answered(), unpriced).cost()).isEmpty();
        assertThat(decision().cost()).hasValue(Money.ZERO);
    }

    @Test
    void answer_thatTookMoreThanOneAttempt_isDegraded() {
        assertThat(decision(throttled(), answered()).isDegraded()).isTrue();
        assertThat(decision(answered()).isDegraded()).isFalse();
    }
}
