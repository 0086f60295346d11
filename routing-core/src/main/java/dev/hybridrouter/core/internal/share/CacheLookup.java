package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.core.internal.cache.Answer;

/** What the cache offers a request. */
sealed interface CacheLookup {
    /** An answer. */
    record Served(Answer answer, CacheUse use) implements CacheLookup {}

    /** A search for an answer, to be joined, then begun. */
    record Searching(Search search) implements CacheLookup {}

    /** An identical request in progress, or a search for its answer, to be joined. */
    record Following(Flight flight) implements CacheLookup {}

    /** A call of its own, which others may join. */
    record Leading(Lead lead) implements CacheLookup {}

    /** Nothing, and the request wants nothing else. */
    record Nothing() implements CacheLookup {}
}
