package dev.hybridrouter.api.status;

/** How well a part of the router works. */
public enum Condition {
    /** It works as configured. */
    NORMAL,
    /** It works in part: some of its targets, accounts or calls do not. */
    DEGRADED,
    /** It does not work. */
    OUT,
    /** Nothing is known yet. */
    UNKNOWN
}
