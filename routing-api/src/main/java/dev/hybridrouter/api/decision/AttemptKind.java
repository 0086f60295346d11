package dev.hybridrouter.api.decision;

/** Why an attempt was made. */
public enum AttemptKind {
    /** The first. */
    PRIMARY,
    /** Again on the same target after a failure. */
    RETRY,
    /** On another target after a failure. */
    FALLBACK,
    /** On another target while one is still pending. */
    HEDGE,
    /** A copy whose answer is dropped. */
    SHADOW
}
