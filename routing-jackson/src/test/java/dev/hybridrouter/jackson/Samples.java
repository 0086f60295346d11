package dev.hybridrouter.jackson;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.Balance;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.cache.CacheReport;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillReceipt;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.json.JsonWritable;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.status.ComponentStatus;
import dev.hybridrouter.api.status.Condition;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Values of the API as hosts meet them. */
final class Samples {
    static final String ANSWER = "the answer";

    private static final TargetId TARGET = new TargetId("dublin");
    private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");

    private Samples() {}

    static Decision decision() {
        return Decision.builder(7, OperationType.STANDARD, Outcome.ANSWERED)
                .attempts(List.of(Attempt.builder(AttemptKind.PRIMARY, TARGET)
                        .model("m.1")
                        .span(1, 3)
                        .pendingCost(new Money(17))
                        .build()))
                .elapsedNanos(5)
                .build();
    }

    static RouteResult.Answered answered() {
        return new RouteResult.Answered(
                ModelResponse.builder(List.of(Content.text(ANSWER)), StopReason.END_TURN)
                        .build(),
                TARGET,
                decision());
    }

    static List<JsonWritable> all() {
        AccountState account = new AccountState(
                new AccountId("day", "acme"),
                AT,
                AT.plusSeconds(60),
                new Balance(new Money(1), Money.ZERO, Money.ZERO),
                null);
        Rejection why = Rejection.of(RejectionReason.KILL_SWITCH, "engaged", "lift it");
        return List.of(
                decision(),
                decision().attempts().get(0),
                answered(),
                new RouteResult.Rejected(List.of(why), decision()),
                new RouteResult.Failed(
                        ProviderFailure.of(FailureKind.TIMEOUT, "late"),
                        answered().response(),
                        decision()),
                why,
                account,
                new BudgetEvent.ThresholdReached(account, 80),
                KillEvent.builder(AT, KillScope.target("dublin"), KillCause.OPERATOR)
                        .note("ticket")
                        .by("ann")
                        .build(),
                new KillReceipt(true, true, false),
                CacheReport.nothing(),
                Handling.builder().retention(Duration.ofDays(30)).build(),
                ComponentStatus.builder("kill-switch", Condition.DEGRADED).build());
    }
}
