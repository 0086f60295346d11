package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the budgets of a request mean for its plan. */
public interface Affordability {
    /** Why the request cannot afford a target, given as its position in the router; null if it can. */
    @Nullable
    Rejection refusal(int target);

    /** Whether cheaper targets come first, whatever the strategies say. */
    boolean cheaperFirst();

    /** The most the request can cost there in dollars, for ordering only. */
    double worstCaseUsd(int target);

    /** What is done differently from what was asked. */
    List<Adjustment> adjustments();
}
