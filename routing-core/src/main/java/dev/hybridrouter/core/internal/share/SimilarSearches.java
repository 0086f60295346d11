package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.core.internal.cache.Answer;
import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.similar.SearchTrace;
import dev.hybridrouter.core.internal.similar.SimilarAnswers;
import dev.hybridrouter.core.internal.similar.SimilarQuery;
import dev.hybridrouter.core.internal.way.Time;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Searches in progress for answers to similar requests. Thread-safe. */
final class SimilarSearches {
    private final SimilarAnswers answers;
    private final Time time;
    private final Map<Wanted, SimilarSearch> searches = new ConcurrentHashMap<>();

    SimilarSearches(SimilarAnswers answers, Time time) {
        this.answers = answers;
        this.time = time;
    }

    long now() {
        return time.now();
    }

    long seed() {
        return time.seed();
    }

    /** What is searched for: equal requests that want another similarity may not share what is found. */
    private record Wanted(CacheKey key, double threshold) {}

    SimilarAnswers answers() {
        return answers;
    }

    /** A place in a search for a request that would else make a call; null if there is nothing to be searched for. */
    @Nullable
    CacheLookup lookUp(CacheKey key) {
        SimilarSearch other = searches.get(wanted(key));
        if (other != null) {
            return new CacheLookup.Following(other.flight());
        }
        SimilarQuery question = answers.question(key);
        if (question == null) {
            return null;
        }
        SimilarSearch search = new SimilarSearch(this, key, question);
        SimilarSearch earlier = searches.putIfAbsent(wanted(key), search);
        return earlier == null ? new CacheLookup.Searching(search) : new CacheLookup.Following(earlier.flight());
    }

    private Wanted wanted(CacheKey key) {
        return new Wanted(key, answers.threshold(key.request().context()));
    }

    void forget(SimilarSearch search) {
        searches.remove(wanted(search.key()), search);
    }

    /** A search that could not be joined, if this is one. */
    void forget(CacheKey key, Flight flight) {
        searches.computeIfPresent(
                wanted(key), (wanted, search) -> search.flight().equals(flight) ? null : search);
    }

    @Nullable
    SearchTrace claim(CacheKey key) {
        return answers.claim(key);
    }

    /** A call that followed a search has ended. */
    void landed(Lead lead, @Nullable Answer remembered) {
        if (lead.miss().probe() != null && remembered != null) {
            answers.answered(lead.key(), lead.miss().probe(), remembered);
        }
    }
}
