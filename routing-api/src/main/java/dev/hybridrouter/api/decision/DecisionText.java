package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.target.Money;
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
                decision.cost()
                        .map(cost -> ", cost " + cost + pending(decision))
                        .orElse("")));
        decision.reasons().forEach(reason -> line(text, "  refused   ", reason));
        planned(text, decision);
        decision.adjustments().forEach(adjustment -> line(text, "  adjusted  ", adjustment));
        if (decision.cache().kind() != CacheUse.Kind.NONE) {
            line(text, "  cache     ", decision.cache());
        }
        for (Attempt attempt : decision.attempts()) {
            line(text, "  attempt   ", attempt.startedAfter().toMillis() + " ms: " + attempt);
        }
        decision.sideCalls().forEach(call -> line(text, "  side call ", call));
        return text.toString();
    }

    private static String pending(Decision decision) {
        Money pending = decision.pendingCost();
        return pending.equals(Money.ZERO) ? "" : " at most, " + pending + " of it pending";
    }

    private static void planned(StringBuilder text, Decision decision) {
        for (Candidate candidate : decision.candidates()) {
            line(text, "  candidate ", candidate.target() + ": " + verdict(decision, candidate));
            candidate.evidence().forEach(evidence -> line(text, "    evidence ", evidence));
        }
        if (decision.propensity().isPresent()) {
            double propensity = decision.propensity().getAsDouble();
            line(text, "  chosen    ", String.format(Locale.ROOT, "first with probability %.3g", propensity));
        }
    }

    private static void line(StringBuilder text, String title, Object content) {
        text.append(title).append(content).append(System.lineSeparator());
    }

    private static String verdict(Decision decision, Candidate candidate) {
        if (!candidate.admissible()) {
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
