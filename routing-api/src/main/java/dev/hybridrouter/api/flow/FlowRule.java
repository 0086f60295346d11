package dev.hybridrouter.api.flow;

/** What of a request, or of the data policy, binds a flow: where it does not allow the flow, nothing is sent or kept. */
public enum FlowRule {
    /** Where data may be processed. */
    RESIDENCY,
    /** How long they may be kept. */
    RETENTION,
    /** Who may have a copy. */
    SHARING,
    /** How old evidence of the other three may be. */
    EVIDENCE_AGE,
    /** Whether the cache has to do with a request. */
    CACHE_MODE,
    /** The kill switch. */
    KILL_SWITCH
}
