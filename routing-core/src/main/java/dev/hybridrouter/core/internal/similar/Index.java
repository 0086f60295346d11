package dev.hybridrouter.core.internal.similar;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hybridrouter.core.internal.cache.Answer;
import dev.hybridrouter.core.internal.cache.Answers;
import dev.hybridrouter.core.internal.cache.CacheKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of remembered requests, by context. Holds no answers: each hit is looked up where answers are kept, so that what is
 * past its time, evicted or thrown away there is not found here. Thread-safe.
 */
final class Index {
    private final Cache<CacheKey, VectorBucket> buckets;
    private final int mostPerShelf;
    private final Answers answers;

    Index(int most, int mostPerShelf, Answers answers) {
        this.mostPerShelf = mostPerShelf;
        this.answers = answers;
        this.buckets = Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher(
                        (CacheKey rest, VectorBucket bucket) -> bucket.entries().size())
                .executor(Runnable::run)
                .build();
    }

    /** Adds the vector of a remembered request. */
    void add(SimilarQuery question, CacheKey key, UnitVector vector) {
        VectorBucket.Entry entry = new VectorBucket.Entry(key, vector);
        buckets.asMap().compute(question.rest(), (rest, bucket) -> (bucket == null ? VectorBucket.EMPTY : bucket)
                .with(entry, mostPerShelf));
        if (answers.peek(key) == null) {
            remove(question, key); // it went before it was here
        }
    }

    void remove(SimilarQuery question, CacheKey key) {
        buckets.asMap().computeIfPresent(question.rest(), (rest, bucket) -> bucket.without(key));
    }

    /** The answer to the most similar request of the same context; null if none reaches the threshold. */
    @Nullable
    SimilarHit find(SimilarQuery question, UnitVector vector, double threshold, long nowNanos) {
        VectorBucket bucket = buckets.getIfPresent(question.rest());
        List<VectorBucket.Entry> entries = bucket == null ? List.of() : bucket.entries();
        SimilarHit best = null;
        for (int i = entries.size() - 1; i >= 0; i--) { // of equal ones the latest
            double similarity = Math.min(1, entries.get(i).vector().cosine(vector));
            if (similarity >= threshold && (best == null || similarity > best.similarity())) {
                Answer answer = answers.peek(entries.get(i).key());
                if (answer != null && answer.staleNanos(nowNanos) <= 0) {
                    best = new SimilarHit(answer, similarity);
                }
            }
        }
        return best;
    }

    /** How many vectors are kept. */
    long size() {
        long size = 0;
        for (VectorBucket bucket : buckets.asMap().values()) {
            size += bucket.entries().size();
        }
        return size;
    }
}
