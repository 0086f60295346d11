package dev.hybridrouter.api.failure;

/** Whether a failed attempt is worth repeating on the same target. */
public enum RetryRule {
    /** Never. */
    NEVER,
    /** Once, after a jittered pause. */
    ONCE,
    /** After the provider's Retry-After, or a growing jittered pause where it gave none; as often as the budget allows. */
    AFTER_PAUSE
}
