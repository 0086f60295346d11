package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.cache.MissCause;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a tenant asked of late and what became of the answers. Bounded. Thread-safe; the lock is held for a few steps. */
final class TenantLog {
    /** How many requests with the same question a new one is compared with. */
    private static final int VARIANTS = 16;

    private static final int NAMED = 2;

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Fingerprint, Fate> fates = new LinkedHashMap<>(); // the newest last
    private final Map<Integer, Deque<Fingerprint>> questions = new HashMap<>(); // the newest first

    TenantLog(int most) {
        this.most = most;
    }

    /**
     * What became of an answer.
     *
     * @param cause why a later request misses it; null if it is remembered
     * @param untilNanos how long it is remembered
     */
    record Fate(@Nullable MissCause cause, long untilNanos) {
        static Fate remembered(Answer answer) {
            return new Fate(null, answer.storedNanos() + answer.freshNanos());
        }

        boolean isLive(long nowNanos) {
            return cause == null && nowNanos - untilNanos < 0;
        }
    }

    void put(Fingerprint print, Fate fate) {
        lock.lock();
        try {
            if (fates.remove(print) == null) {
                add(print);
            }
            fates.put(print, fate);
            if (fates.size() > most) {
                drop(fates.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Changes the fate of an answer that is in the log. */
    void replace(Fingerprint print, Fate fate) {
        lock.lock();
        try {
            fates.replace(print, fate);
        } finally {
            lock.unlock();
        }
    }

    /** An answer with this fate had to make room; one that was stored for the same request since is not concerned. */
    void evicted(Fingerprint print, Fate remembered) {
        lock.lock();
        try {
            fates.replace(print, remembered, new Fate(MissCause.of(MissCause.Kind.EVICTED), 0));
        } finally {
            lock.unlock();
        }
    }

    private void add(Fingerprint print) {
        Deque<Fingerprint> variants = questions.computeIfAbsent(print.question(), question -> new ArrayDeque<>(2));
        variants.addFirst(print);
        if (variants.size() > VARIANTS) {
            variants.removeLast();
        }
    }

    private void drop(Fingerprint eldest) {
        fates.remove(eldest);
        Deque<Fingerprint> variants = questions.get(eldest.question());
        if (variants != null && variants.remove(eldest) && variants.isEmpty()) {
            questions.remove(eldest.question());
        }
    }

    MissCause cause(Fingerprint print, long nowNanos) {
        lock.lock();
        try {
            Fate fate = fates.get(print);
            if (fate == null) {
                return unlike(print, nowNanos);
            }
            MissCause known = fate.cause;
            return known != null
                    ? known
                    : MissCause.of(fate.isLive(nowNanos) ? MissCause.Kind.EVICTED : MissCause.Kind.EXPIRED);
        } finally {
            lock.unlock();
        }
    }

    /** Compares with what is remembered: only that would have been an answer. */
    private MissCause unlike(Fingerprint print, long nowNanos) {
        Fingerprint nearest = null;
        for (Fingerprint other : questions.getOrDefault(print.question(), new ArrayDeque<>(0))) {
            Fate fate = fates.get(other);
            boolean nearer = nearest == null || print.distance(other) < print.distance(nearest);
            if (fate != null && fate.isLive(nowNanos) && nearer) {
                nearest = other;
            }
        }
        if (nearest == null) {
            return MissCause.of(MissCause.Kind.NEW);
        }
        String detail = print.distance(nearest) > NAMED ? "several fields" : print.differences(nearest);
        return new MissCause(MissCause.Kind.DIFFERS, detail);
    }
}
