package dev.hybridrouter.api.decision;

/** How a request ended. */
public enum Outcome {
    /** Nothing was sent; the decision is a plan only. */
    PLANNED,
    /** A target answered. */
    ANSWERED,
    /** Nothing was sent. */
    REJECTED,
    /** Something was sent, and no target answered. */
    FAILED
}
