package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.core.internal.way.CallContext;

/**
 * A search for an answer that is not at hand, on behalf of identical requests, all of which follow it, the first of them
 * included. It ends with an answer, or is abandoned; who followed then goes on.
 */
interface Search {
    /** To be joined before the search begins. */
    Flight flight();

    /** Begins for a request that has joined the flight; no longer than that can wait. */
    void begin(CallContext call);
}
