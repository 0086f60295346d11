package dev.hybridrouter.audit;

/**
 * What becomes of a record while as many wait as may. Whatever is chosen, a record that is lost is counted, and the log
 * itself says how many are missing, and where.
 */
public enum Overflow {
    /**
     * The thread that ended the request waits for room, at most as long as {@link AuditLog.Builder#blockFor}, then the
     * record is lost. The caller gets the answer later by that time, and the thread may be one of the provider's.
     */
    BLOCK,
    /** The record is lost at once; the request does not notice. */
    DROP,
    /**
     * The record is lost at once, and the callback throws, which the router counts under
     * {@code hybridrouter.listener.failures}. Set {@link AuditLog#gate()} beside it, and no call is made that would come
     * to this.
     */
    FAIL
}
