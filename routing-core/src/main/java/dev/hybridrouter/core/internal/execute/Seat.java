package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.cache.Answer;
import dev.hybridrouter.api.cache.CacheUse;

/** What the cache offers a request. */
sealed interface Seat {
    /** An answer. */
    record Served(Answer answer, CacheUse use) implements Seat {}

    /** A search for an answer, to be joined, then begun. */
    record Searching(Search search) implements Seat {}

    /** An identical request in progress, or a search for its answer, to be joined. */
    record Following(Flight flight) implements Seat {}

    /** A call of its own, which others may join. */
    record Leading(Ticket ticket) implements Seat {}

    /** Nothing, and the request wants nothing else. */
    record Nothing() implements Seat {}
}
