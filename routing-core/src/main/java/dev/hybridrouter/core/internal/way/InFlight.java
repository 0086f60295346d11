package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.control.KillScope;

/**
 * What works on a request at the moment: a guard, a search, a run of attempts. Where nothing else is said, its methods come
 * from any thread, and reach the wire at once; what they change of the request they do within its turn. All are idempotent.
 */
public interface InFlight {
    /** Ends the work on the wire; the request ends as {@code CANCELLED}. */
    void abort();

    /** The kill switch was engaged: ends what is on the wire in this scope. */
    default void halt(KillScope scope) {}

    /** Somebody wants more of a stream. Called within the request's turn. */
    default void pull() {}

    /** The caller wants no more. Returns whether the work is to be aborted, because nobody else wants the answer. */
    default boolean leave() {
        return true;
    }

    /** Something threw that must not: releases all that is held and closes the sink. Called within the request's turn. */
    void brokeOff(IllegalStateException why);
}
