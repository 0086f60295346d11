package dev.hybridrouter.audit;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Evidence;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.RankedTarget;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.decision.Score;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.audit.AuditRecord.Asker;
import dev.hybridrouter.audit.AuditRecord.Decided;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Decisions and keys for tests. */
final class Samples {
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    static final AuditKey KEY = key("k1", 1);
    static final Asker ASKER = new Asker("k1:00", "");
    private static final TargetId FIRST = new TargetId("first");
    private static final TargetId SECOND = new TargetId("second");

    private Samples() {}

    static AuditKey key(String id, int filler) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) filler);
        return AuditKey.of(id, secret);
    }

    /** A short record. */
    static AuditRecord plain(long number) {
        return new Decided(TIME, ASKER, Map.of(), decision(number), false);
    }

    static AuditRecord at(Instant time) {
        return new Decided(time, ASKER, Map.of(), decision(1), false);
    }

    static List<AuditRecord> plain(long from, int count) {
        List<AuditRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(plain(from + i));
        }
        return records;
    }

    static Decision decision(long number) {
        Attempt attempt = Attempt.builder(AttemptKind.PRIMARY, FIRST)
                .span(10, 1_000)
                .usage(TokenUsage.of(12, 3))
                .cost(new Money(81_000))
                .build();
        return Decision.builder(number, OperationType.STANDARD, Outcome.ANSWERED)
                .plan(RoutePlan.builder()
                        .candidates(List.of(Candidate.builder(FIRST).build()))
                        .ranking(List.of(new RankedTarget(FIRST, List.of())))
                        .build())
                .attempts(List.of(attempt))
                .elapsedNanos(1_500)
                .build();
    }

    /** A record in which every field has something to say. */
    static AuditRecord full() {
        Rejection open = Rejection.of(RejectionReason.BREAKER_OPEN, "secret detail", "secret remedy");
        ProviderFailure failure = ProviderFailure.builder(FailureKind.TIMEOUT, "secret message")
                .requestId("secret-id")
                .build();
        Attempt failed = Attempt.builder(AttemptKind.PRIMARY, FIRST)
                .span(1_000, 2_000_000)
                .estimatedCost(new Money(1_234_567_890_123L))
                .ledgerLine(7)
                .failure(failure)
                .build();
        Attempt answered = Attempt.builder(AttemptKind.FALLBACK, SECOND)
                .span(2_500_000, 4_000_000)
                .usage(TokenUsage.builder()
                        .input(1)
                        .output(2)
                        .cacheRead(3)
                        .cacheWrite(4)
                        .estimated()
                        .build())
                .cost(Money.ZERO)
                .build();
        RoutePlan plan = RoutePlan.builder()
                .candidates(List.of(
                        Candidate.builder(FIRST).build(),
                        Candidate.builder(SECOND)
                                .evidence(List.of(
                                        new Evidence(RejectionReason.RESIDENCY, "eu-central-1, declared 2026-01-01")))
                                .build(),
                        Candidate.builder(new TargetId("third"))
                                .rejections(List.of(open, open))
                                .build()))
                .ranking(List.of(
                        new RankedTarget(FIRST, List.of(new Score("cost", 0.5), new Score("load", 1e300))),
                        new RankedTarget(SECOND, List.of(new Score("cost", Double.POSITIVE_INFINITY)))))
                .adjustments(List.of(new Adjustment(Adjustment.Kind.OUTPUT_CAPPED, "secret adjustment")))
                .cache(CacheUse.missed())
                .policyVersion(7)
                .propensity(0.05)
                .build();
        Decision decision = Decision.builder(42, OperationType.EMERGENCY, Outcome.ANSWERED)
                .plan(plan)
                .attempts(List.of(failed, answered))
                .elapsed(Duration.ofMillis(4))
                .sideCalls(List.of(SideCall.builder(SideCall.Kind.REMOTE_GUARD, "pii", SideCall.Outcome.ANSWERED)
                        .model("titan")
                        .region("eu-central-1")
                        .elapsed(Duration.ofMillis(1))
                        .cost(new Money(5))
                        .build()))
                .build();
        return new Decided(
                TIME.plusMillis(123),
                new Asker("k1:aa", "k1:bb"),
                Map.of("team", "blue \"\\\n\u0001 \u00e9 \ud83d\ude00 \ud800", "area", "b"),
                decision,
                false);
    }

    /** A record of a target that was found to keep data, and to send copies to the United States. */
    static AuditRecord handled() {
        Handling before = Handling.builder()
                .operators("Zeta", "Alpha")
                .callRegion("eu-central-1")
                .destinations(
                        Destinations.declared(LocalDate.of(2026, 1, 1), "operations", "eu-central-1", "eu-west-1"))
                .retention(Duration.ZERO)
                .sharing(Sharing.NONE)
                .declared(LocalDate.of(2026, 1, 1), "operations")
                .build();
        Handling found = before.toBuilder()
                .sharing(Sharing.MODEL_PROVIDER)
                .sharedIn("us-west-2", "us-east-1")
                .build();
        Handling now = found.toBuilder().sharing(Sharing.UNKNOWN).build();
        return new AuditRecord.Handled(TIME, FIRST, before, now, found, "k1:dd");
    }

    /** A record without what led to the outcome. */
    static AuditRecord outcomeOnly() {
        return new Decided(TIME, ASKER, Map.of(), decision(44), true);
    }

    /** A record of a request for which nothing was sent. */
    static AuditRecord rejected() {
        Rejection late = Rejection.of(RejectionReason.DEADLINE, "secret detail", "secret remedy");
        Decision decision = refused(43).toBuilder().reasons(List.of(late)).build();
        return new Decided(TIME.plusSeconds(1), ASKER, Map.of(), decision, false);
    }

    static Decision refused(long number) {
        return Decision.builder(number, OperationType.BACKGROUND, Outcome.REJECTED)
                .build();
    }
}
