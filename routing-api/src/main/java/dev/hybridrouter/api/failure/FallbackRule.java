package dev.hybridrouter.api.failure;

/** Whether a failed attempt may go on to another target. */
public enum FallbackRule {
    /** No: another target would fail, or must not be asked. */
    NO,
    /** To any admissible target. */
    YES,
    /** Only to targets with a larger context window. */
    LARGER_CONTEXT
}
