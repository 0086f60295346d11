package dev.hybridrouter.core.internal.cache;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tags of all who asked for one answer, so that it is found again by any of them. Bounded: of an answer that was asked
 * for under more tags than that, nobody can say that a tag is not among them. Thread-safe.
 */
public final class Askers {
    private static final int MOST = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile Set<Map.Entry<String, String>> tags = Set.of();
    private volatile boolean full;

    /** Adds the tags of a request. */
    public void add(Map<String, String> asked) {
        if (!asked.isEmpty() && !full && !tags.containsAll(asked.entrySet())) {
            extend(asked.entrySet());
        }
    }

    /** Adds all of another's. */
    public void addAll(Askers other) {
        if (other != this) {
            extend(other.tags);
            full = full || other.full;
        }
    }

    private void extend(Collection<Map.Entry<String, String>> asked) {
        lock.lock();
        try {
            extendLocked(asked);
        } finally {
            lock.unlock();
        }
    }

    private void extendLocked(Collection<Map.Entry<String, String>> asked) {
        Set<Map.Entry<String, String>> all = new HashSet<>(tags);
        for (Map.Entry<String, String> tag : asked) {
            all.add(Map.entry(tag.getKey(), tag.getValue()));
        }
        if (all.size() > MOST) {
            full = true;
        } else {
            tags = Set.copyOf(all);
        }
    }

    /** Whether somebody asked under a tag, or may have. */
    boolean mayInclude(String key, String value) {
        return full || tags.contains(Map.entry(key, value));
    }

    /** Whether there are more than are known. */
    boolean isFull() {
        return full;
    }

    /** From now on nobody can say that a tag is not among them. */
    void fill() {
        full = true;
    }

    /** The tags that are known. */
    Set<Map.Entry<String, String>> known() {
        return tags;
    }
}
