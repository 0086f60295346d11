package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.cache.CacheUse;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a decision for people. */
final class DecisionText {
    private DecisionText() {}

    static String of(Decision decision) {
        StringBuilder text = new StringBuilder(256);
        text.append(String.format(
                Locale.ROOT,
                "#%d %s %s in %d ms%s%n",
                decision.number(),
                decision.operation(),
                decision.outcome(),
                decision.elapsed().toMillis(),
                decision.cost().map(cost -> ", cost " + cost).orElse("")));
        for (Rejection reason : decision.reasons()) {
            text.append("  refused   ").append(reason).append(System.lineSeparator());
        }
        for (Candidate candidate : decision.candidates()) {
            text.append("  candidate ").append(candidate.target()).append(": ").append(verdict(decision, candidate));
            text.append(System.lineSeparator());
            for (Evidence evidence : candidate.evidence()) {
                text.append("    evidence ").append(evidence).append(System.lineSeparator());
            }
        }
        if (decision.propensity().isPresent()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  chosen    first with probability %.3g%n",
                    decision.propensity().getAsDouble()));
        }
        for (Adjustment adjustment : decision.adjustments()) {
            text.append("  adjusted  ").append(adjustment).append(System.lineSeparator());
        }
        if (decision.cache().kind() != CacheUse.Kind.NONE) {
            text.append("  cache     ").append(decision.cache()).append(System.lineSeparator());
        }
        for (Attempt attempt : decision.attempts()) {
            text.append("  attempt   ")
                    .append(attempt.startedAfter().toMillis())
                    .append(" ms: ")
                    .append(attempt);
            text.append(System.lineSeparator());
        }
        for (SideCall call : decision.sideCalls()) {
            text.append("  side call ").append(call).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String verdict(Decision decision, Candidate candidate) {
        if (!candidate.isAdmissible()) {
            return "rejected, "
                    + candidate.rejections().stream().map(Rejection::toString).collect(Collectors.joining("; "));
        }
        for (int place = 0; place < decision.ranking().size(); place++) {
            RankedTarget ranked = decision.ranking().get(place);
            if (ranked.target().equals(candidate.target())) {
                return "rank " + (place + 1) + " " + scores(ranked);
            }
        }
        return "admissible";
    }

    private static String scores(RankedTarget ranked) {
        return ranked.scores().stream()
                .map(score -> String.format(Locale.ROOT, "%s=%.3g", score.strategy(), score.value()))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
