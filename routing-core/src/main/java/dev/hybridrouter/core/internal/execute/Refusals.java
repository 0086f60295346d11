package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.target.TargetId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The targets of one request that the plan admitted and the check before an attempt refused. Not thread-safe. */
final class Refusals {
    private List<Candidate> refused = List.of();

    void add(TargetId target, List<Rejection> reasons) {
        refused = refused.isEmpty() ? new ArrayList<>(2) : refused;
        refused.add(new Candidate(target, reasons));
    }

    boolean isEmpty() {
        return refused.isEmpty();
    }

    Stream<Rejection> reasons() {
        return refused.stream().flatMap(candidate -> candidate.rejections().stream());
    }

    /** The plan with the last word on each target that was never called. */
    RoutePlan carriedOut(RoutePlan plan, List<Attempt> attempts) {
        if (refused.isEmpty()) {
            return plan;
        }
        List<Candidate> candidates = plan.candidates().stream()
                .map(candidate -> wasCalled(candidate.target(), attempts) ? candidate : lastWord(candidate))
                .toList();
        return new RoutePlan(candidates, plan.ranking(), plan.adjustments(), plan.cache());
    }

    private static boolean wasCalled(TargetId target, List<Attempt> attempts) {
        return attempts.stream().anyMatch(attempt -> attempt.target().equals(target));
    }

    private Candidate lastWord(Candidate planned) {
        for (int i = refused.size() - 1; i >= 0; i--) {
            if (refused.get(i).target().equals(planned.target())) {
                return refused.get(i);
            }
        }
        return planned;
    }
}
