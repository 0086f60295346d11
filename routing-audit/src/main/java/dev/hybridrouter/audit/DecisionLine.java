package dev.hybridrouter.audit;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Evidence;
import dev.hybridrouter.api.decision.RankedTarget;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.Score;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.audit.AuditRecord.Decided;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The line of a decision: names, kinds and numbers only. The free texts of rejections and failures stay out, because
 * whoever wrote them may have quoted something.
 */
record DecisionLine(Decided decided) implements AuditLine {
    @Override
    public String kind() {
        return "decision";
    }

    @Override
    public Instant time() {
        return decided.time();
    }

    @Override
    public void write(Fields fields) throws IOException {
        Decision decision = decided.decision();
        fields.number("number", decision.number());
        fields.text("operation", decision.operation().name());
        fields.text("tenant", decided.asker().tenant());
        if (!decided.asker().user().isEmpty()) {
            fields.text("user", decided.asker().user());
        }
        tags(fields);
        fields.text("outcome", decision.outcome().name());
        fields.number("elapsed_ns", decision.elapsedNanos());
        fields.number("policy", decision.policyVersion());
        if (!decision.reasons().isEmpty()) {
            reasons(fields, "reasons", decision.reasons());
        }
        if (decided.outcomeOnly()) {
            fields.flag("outcome_only");
        } else {
            weighing(fields, decision);
        }
        cache(fields, decision.cache());
        attempts(fields, decision.attempts());
        sideCalls(fields, decision.sideCalls());
    }

    /** How targets were weighed. */
    private static void weighing(Fields fields, Decision decision) throws IOException {
        candidates(fields, decision.candidates());
        ranking(fields, decision.ranking());
        if (decision.propensity().isPresent()) {
            fields.text("propensity", Double.toString(decision.propensity().getAsDouble()));
        }
        adjustments(fields, decision.adjustments());
    }

    private static void sideCalls(Fields fields, List<SideCall> calls) throws IOException {
        if (calls.isEmpty()) {
            return;
        }
        fields.beginArray("side_calls");
        for (SideCall call : calls) {
            fields.beginObject();
            fields.text("kind", call.kind().name());
            fields.text("name", call.name());
            fields.text("flow", call.flow());
            if (call.model().isPresent()) {
                fields.text("model", call.model().get());
            }
            if (call.region().isPresent()) {
                fields.text("region", call.region().get());
            }
            fields.text("outcome", call.outcome().name());
            fields.number("took_ns", call.elapsedNanos());
            if (call.cost().isPresent()) {
                fields.number("cost_nano_usd", call.cost().get().nanoUsd());
            }
            fields.endObject();
        }
        fields.endArray();
    }

    private void tags(Fields fields) throws IOException {
        if (decided.tags().isEmpty()) {
            return;
        }
        fields.beginObject("tags");
        for (Map.Entry<String, String> tag : decided.tags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            fields.text(tag.getKey(), tag.getValue());
        }
        fields.endObject();
    }

    private static void reasons(Fields fields, String name, List<Rejection> rejections) throws IOException {
        fields.beginArray(name);
        for (Rejection rejection : rejections) {
            fields.element(rejection.reason().name());
        }
        fields.endArray();
    }

    private static void candidates(Fields fields, List<Candidate> candidates) throws IOException {
        fields.beginArray("candidates");
        for (Candidate candidate : candidates) {
            fields.beginObject();
            fields.text("target", candidate.target().value());
            if (!candidate.admissible()) {
                reasons(fields, "rejected", candidate.rejections());
            }
            evidence(fields, candidate.evidence());
            fields.endObject();
        }
        fields.endArray();
    }

    /** Its details come from the router and the targets' declarations, not from any request. */
    private static void evidence(Fields fields, List<Evidence> evidence) throws IOException {
        if (evidence.isEmpty()) {
            return;
        }
        fields.beginArray("evidence");
        for (Evidence shown : evidence) {
            fields.element(shown.toString());
        }
        fields.endArray();
    }

    /** Scores are texts: floating point has no one form in JSON. */
    private static void ranking(Fields fields, List<RankedTarget> ranking) throws IOException {
        fields.beginArray("ranking");
        for (RankedTarget ranked : ranking) {
            fields.beginObject();
            fields.text("target", ranked.target().value());
            fields.beginArray("scores");
            for (Score score : ranked.scores()) {
                fields.element(score.strategy() + "=" + score.value());
            }
            fields.endArray();
            fields.endObject();
        }
        fields.endArray();
    }

    private static void adjustments(Fields fields, List<Adjustment> adjustments) throws IOException {
        if (adjustments.isEmpty()) {
            return;
        }
        fields.beginArray("adjustments");
        for (Adjustment adjustment : adjustments) {
            fields.element(adjustment.kind().name());
        }
        fields.endArray();
    }

    private static void cache(Fields fields, CacheUse cache) throws IOException {
        if (cache.kind() == CacheUse.Kind.NONE) {
            return;
        }
        fields.text("cache", cache.kind().name());
        if (cache.shared()) {
            fields.number("cache_age_ms", cache.age().toMillis());
        }
    }

    private static void attempts(Fields fields, List<Attempt> attempts) throws IOException {
        fields.beginArray("attempts");
        for (Attempt attempt : attempts) {
            fields.beginObject();
            attempt(fields, attempt);
            fields.endObject();
        }
        fields.endArray();
    }

    private static void attempt(Fields fields, Attempt attempt) throws IOException {
        fields.text("target", attempt.target().value());
        destination(fields, attempt);
        fields.text("flow", attempt.flow());
        fields.text("kind", attempt.kind().name());
        fields.number("after_ns", attempt.startedAfter().toNanos());
        fields.number("took_ns", attempt.durationNanos());
        if (attempt.failure().isPresent()) {
            failure(fields, attempt.failure().get());
        }
        usage(fields, attempt.usage());
        if (attempt.cost().isPresent()) {
            fields.number("cost_nano_usd", attempt.cost().get().nanoUsd());
        }
        if (attempt.costEstimated()) {
            fields.flag("cost_estimated");
        }
        if (attempt.costPending()) {
            fields.flag("cost_pending");
        }
        if (attempt.ledgerLine().isPresent()) {
            fields.number("ledger_line", attempt.ledgerLine().getAsLong());
        }
    }

    /** What the target stood for then: targets are renamed and point elsewhere later. */
    private static void destination(Fields fields, Attempt attempt) throws IOException {
        if (attempt.provider().isPresent()) {
            fields.text("provider", attempt.provider().get());
        }
        if (attempt.model().isPresent()) {
            fields.text("model", attempt.model().get());
        }
        if (attempt.region().isPresent()) {
            fields.text("region", attempt.region().get());
        }
    }

    private static void failure(Fields fields, ProviderFailure failure) throws IOException {
        fields.text("failure", failure.kind().name());
        fields.text("billing", failure.billing().name());
    }

    private static void usage(Fields fields, TokenUsage usage) throws IOException {
        if (usage.input().isPresent()) {
            fields.number("input_tokens", usage.input().getAsLong());
        }
        if (usage.output().isPresent()) {
            fields.number("output_tokens", usage.output().getAsLong());
        }
        if (usage.cacheRead().isPresent()) {
            fields.number("cache_read_tokens", usage.cacheRead().getAsLong());
        }
        if (usage.cacheWrite().isPresent()) {
            fields.number("cache_write_tokens", usage.cacheWrite().getAsLong());
        }
        if (usage.estimated()) {
            fields.flag("usage_estimated");
        }
    }
}
