package dev.hybridrouter.spi.event;

import dev.hybridrouter.spi.RequestFacts;

/** Something that happened to one request. Events of one request have the same number. */
public sealed interface RequestEvent extends RouterEvent
        permits RequestStarted, RequestQueued, RequestEnded, AttemptEvent {
    /**
     * Returns what may be known of the request. The same in all of its events, except that guards and budgets may change it
     * on its way.
     */
    RequestFacts facts();

    /** Returns the request's running number within the router, from 1; the same as that of its decision. */
    default long number() {
        return facts().number();
    }
}
