package dev.hybridrouter.core.internal.feature;

/** Where on a request's way a stage or a gate stands. Those of one place stand in the order in which they were installed. */
public final class Order {
    private Order() {}

    /** Where a stage stands, between the entry and the plan. */
    public enum OfStage {
        /** Refuses requests that do not say what they have to. */
        CONDITION,
        /** Looks at requests before anything is made of them. */
        GUARD,
        /** May answer requests without a call. */
        SHARE
    }

    /** Where a gate stands, between the constraints and the kill switch. */
    public enum OfGate {
        /** Admits to a target. */
        PERMIT,
        /** Keeps within what the provider admits. */
        QUOTA,
        /** Keeps within budgets. */
        MONEY,
        /** Changes or watches what is sent. */
        SENDING
    }
}
