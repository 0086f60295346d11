package dev.hybridrouter.core.budget;

/**
 * What budgets hold for a stream that ended in the middle of its answer without the provider's count of tokens: its caller left, it
 * ran out of time, it was stopped, or the connection broke. Providers may bill such an answer in full.
 */
public enum CutAnswer {
    /**
     * The most that the answer can cost stays pending until you reconcile the line or it expires. No limit can be passed by
     * answers that were left.
     */
    PENDING,
    /** What was delivered is settled as an estimate. The provider's bill may be higher, and may pass a limit. */
    DELIVERED
}
