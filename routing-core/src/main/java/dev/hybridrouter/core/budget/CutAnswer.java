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
    DELIVERED,
    /**
     * A stream that its caller left after content came is read on, for at most {@link BudgetPolicy#drainFor()}, and settled by the
     * provider's own count. Nothing of it is delivered or cached, and until then it counts as a request in progress. The router
     * reads no further than the deadline of the request and the limit of an answer; a kill switch that cancels and
     * {@code close} end it too. What ends without a count is held as for {@link #PENDING}. You pay for the whole answer,
     * where a provider that notices a caller leaving might have stopped.
     */
    DRAIN
}
