package dev.hybridrouter.core.internal.similar;

import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/** The latest checks of would-be hits, and what they prove. Thread-safe. */
final class HitEvidence {
    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet wrong;
    private final int window;
    private long checks;
    private volatile double upperBound = 1; // nothing is known, and that is no good news

    HitEvidence(int window) {
        this.window = window;
        this.wrong = new BitSet(window);
    }

    void add(boolean isWrong) {
        lock.lock();
        try {
            wrong.set((int) (checks % window), isWrong);
            checks++;
            upperBound = UpperBound.of(wrong.cardinality(), (int) Math.min(checks, window));
        } finally {
            lock.unlock();
        }
    }

    /** The share of wrong hits is not above this, with a confidence of 95 %; 1 if nothing is known. */
    double upperBound() {
        return upperBound;
    }
}
