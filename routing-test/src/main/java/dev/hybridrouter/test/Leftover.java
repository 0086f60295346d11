package dev.hybridrouter.test;

/** What a test can leave behind. */
public enum Leftover {
    /** Calls of the scripted provider that have not ended. */
    CALLS_IN_FLIGHT,
    /** Tasks that wait in the clock: time limits, back-off, scripted answers. */
    PENDING_TASKS,
    /** Calls for which the scripted provider had no script. */
    UNMATCHED_CALLS
}
