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
    private final Cache<CacheKey, Shelf> shelves;
    private final int mostPerShelf;
    private final Answers answers;

    Index(int most, int mostPerShelf, Answers answers) {
        this.mostPerShelf = mostPerShelf;
        this.answers = answers;
        this.shelves = Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((CacheKey rest, Shelf shelf) -> shelf.entries().size())
                .executor(Runnable::run)
                .build();
    }

    /** Adds the vector of a remembered request. */
    void add(Question question, CacheKey key, UnitVector vector) {
        Shelf.Entry entry = new Shelf.Entry(key, vector);
        shelves.asMap().compute(question.rest(), (rest, shelf) -> (shelf == null ? Shelf.EMPTY : shelf)
                .with(entry, mostPerShelf));
        if (answers.peek(key) == null) {
            remove(question, key); // it went before it was here
        }
    }

    void remove(Question question, CacheKey key) {
        shelves.asMap().computeIfPresent(question.rest(), (rest, shelf) -> shelf.without(key));
    }

    /** The answer to the most similar request of the same context; null if none reaches the threshold. */
    @Nullable
    Found find(Question question, UnitVector vector, double threshold, long nowNanos) {
        Shelf shelf = shelves.getIfPresent(question.rest());
        List<Shelf.Entry> entries = shelf == null ? List.of() : shelf.entries();
        Found best = null;
        for (int i = entries.size() - 1; i >= 0; i--) { // of equal ones the latest
            double similarity = Math.min(1, entries.get(i).vector().cosine(vector));
            if (similarity >= threshold && (best == null || similarity > best.similarity())) {
                Answer answer = answers.peek(entries.get(i).key());
                if (answer != null && answer.staleNanos(nowNanos) <= 0) {
                    best = new Found(answer, similarity);
                }
            }
        }
        return best;
    }

    /** How many vectors are kept. */
    long size() {
        long size = 0;
        for (Shelf shelf : shelves.asMap().values()) {
            size += shelf.entries().size();
        }
        return size;
    }
}
