package dev.hybridrouter.api.control;

import java.util.List;

/**
 * Stops new attempts of every kind, at once, in the scopes it is thrown for. Thread-safe.
 *
 * <p>All attempts pass it right before they reach their adapter. When {@link #engage} returns a receipt that
 * says {@link KillReceipt#passed()}, no call that it stops is made any more, on any thread, by retry, fallback, refresh or token count either.
 */
public interface KillSwitch {
    /**
     * Throws the switch of a scope. Where it is thrown already, it is thrown again: the share that was let through falls to
     * nothing, and a cause that only a person may lift stays. A scope that the router does not have is engaged and logged.
     *
     * @return whether all threads passed, whether the scope names something that the router has, and whether the state was saved
     */
    KillReceipt engage(KillOrder order);

    /**
     * Opens the switch of a scope by a stage.
     *
     * @param scope the scope it was thrown for
     * @param percent the share of attempts, or for tenants and operation types of requests, to let through from now on:
     *     10, 50, or 100 to open it
     * @param by who opens it
     * @param note why, in words
     * @return false if that switch is not thrown
     */
    boolean reopen(KillScope scope, int percent, String by, String note);

    /** The switches that are thrown, or not yet wholly open: what was last done to each, in no order. */
    List<KillEvent> engaged();

    /** What was done last, oldest first; at most the last 1,000. */
    List<KillEvent> history();
}
