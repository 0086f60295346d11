package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.core.internal.cache.Answer;
import java.time.Duration;

/**
 * An answer to a similar request.
 *
 * @param answer the answer, within its time
 * @param similarity of the requests, 0 to 1
 */
public record SimilarHit(Answer answer, double similarity) {
    /** What the record of a request says that is answered by it. */
    public CacheUse use(long nowNanos) {
        Duration age = Duration.ofNanos(Math.max(0, nowNanos - answer.storedNanos()));
        return CacheUse.similar(similarity, age, answer.cost());
    }
}
