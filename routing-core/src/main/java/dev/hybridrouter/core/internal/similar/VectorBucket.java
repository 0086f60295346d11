package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.core.internal.cache.CacheKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vectors of requests that differ in the last text only, the oldest first. Immutable. */
record VectorBucket(List<Entry> entries) {
    static final VectorBucket EMPTY = new VectorBucket(List.of());

    /**
     * A remembered request.
     *
     * @param key by which its answer is found
     * @param vector of its last text
     */
    record Entry(CacheKey key, UnitVector vector) {}

    /** This with one more entry, and without the oldest where that would be too many. */
    VectorBucket with(Entry added, int most) {
        List<Entry> kept = others(added.key);
        kept.add(added);
        return new VectorBucket(List.copyOf(kept.subList(Math.max(0, kept.size() - most), kept.size())));
    }

    /** This without the entry of a key; null if that leaves none. */
    @Nullable
    VectorBucket without(CacheKey key) {
        List<Entry> kept = others(key);
        return kept.isEmpty() ? null : kept.size() == entries.size() ? this : new VectorBucket(List.copyOf(kept));
    }

    private List<Entry> others(CacheKey key) {
        List<Entry> others = new ArrayList<>(entries.size() + 1);
        for (Entry entry : entries) {
            if (!entry.key.equals(key)) {
                others.add(entry);
            }
        }
        return others;
    }
}
