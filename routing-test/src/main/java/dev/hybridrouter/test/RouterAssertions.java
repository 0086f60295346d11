package dev.hybridrouter.test;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Decision;

/** Entry point to the assertions on what a router returns. */
public final class RouterAssertions {
    private RouterAssertions() {}

    /** Returns assertions on a result and its decision. */
    public static DecisionAssert assertThat(RouteResult actual) {
        return new DecisionAssert(actual.decision(), actual);
    }

    /** Returns assertions on a decision. */
    public static DecisionAssert assertThat(Decision actual) {
        return new DecisionAssert(actual, null);
    }
}
