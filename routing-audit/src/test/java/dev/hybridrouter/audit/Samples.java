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
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.audit.AuditRecord.Asker;
import dev.hybridrouter.audit.AuditRecord.Decided;
import java.time.Duration;
import java.time.Instant;
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
        return new Decided(TIME, ASKER, Map.of(), List.of(), decision(number));
    }

    static AuditRecord at(Instant time) {
        return new Decided(time, ASKER, Map.of(), List.of(), decision(1));
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
        return new Decision(
                number,
                OperationType.STANDARD,
                new RoutePlan(List.of(new Candidate(FIRST, List.of())), List.of(new RankedTarget(FIRST, List.of()))),
                List.of(attempt),
                Outcome.ANSWERED,
                Duration.ofNanos(1_500));
    }

    /** A record in which every field has something to say. */
    static AuditRecord full() {
        Rejection open = new Rejection(RejectionReason.BREAKER_OPEN, "secret detail", "secret remedy");
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
        RoutePlan plan = new RoutePlan(
                List.of(
                        new Candidate(FIRST, List.of()),
                        new Candidate(
                                SECOND,
                                List.of(),
                                List.of(new Evidence(RejectionReason.RESIDENCY, "eu-central-1, declared 2026-01-01"))),
                        new Candidate(new TargetId("third"), List.of(open, open))),
                List.of(
                        new RankedTarget(FIRST, List.of(new Score("cost", 0.5), new Score("load", 1e300))),
                        new RankedTarget(SECOND, List.of(new Score("cost", Double.POSITIVE_INFINITY)))),
                List.of(new Adjustment(Adjustment.Kind.OUTPUT_CAPPED, "secret adjustment")),
                CacheUse.missed().withLookupCost(new Money(20)),
                7);
        Decision decision = new Decision(
                42, OperationType.EMERGENCY, plan, List.of(failed, answered), Outcome.ANSWERED, Duration.ofMillis(4));
        return new Decided(
                TIME.plusMillis(123),
                new Asker("k1:aa", "k1:bb"),
                Map.of("team", "blue \"\\\n\u0001 \u00e9 \ud83d\ude00 \ud800", "area", "b"),
                List.of(),
                decision);
    }

    /** A record of a request for which nothing was sent. */
    static AuditRecord rejected() {
        Rejection late = new Rejection(RejectionReason.DEADLINE, "secret detail", "secret remedy");
        return new Decided(TIME.plusSeconds(1), ASKER, Map.of(), List.of(late), refused(43));
    }

    static Decision refused(long number) {
        return new Decision(
                number, OperationType.BACKGROUND, RoutePlan.nothing(), List.of(), Outcome.REJECTED, Duration.ZERO);
    }
}
