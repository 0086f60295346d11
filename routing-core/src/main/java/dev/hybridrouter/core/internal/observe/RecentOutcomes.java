package dev.hybridrouter.core.internal.observe;

import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The latest {@value #WINDOW} outcomes, and how many independent ones they are worth. Outcomes of an outage resemble their
 * predecessors: with a correlation r between neighbours, n of them are worth n (1 − r) / (1 + r) independent ones (G. E. P. Box
 * and G. M. Jenkins, Time Series Analysis, 1970: the variance of the mean of an autoregressive series). Thread-safe.
 */
final class RecentOutcomes {
    private static final int WINDOW = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet good = new BitSet(WINDOW); // from here on guarded by lock
    private int next;
    private int count;

    void add(boolean success) {
        lock.lock();
        try {
            good.set(next, success);
            next = (next + 1) % WINDOW;
            count = Math.min(count + 1, WINDOW);
        } finally {
            lock.unlock();
        }
    }

    /** The 95 % Wilson lower bound of the share of successes, at as many trials as the outcomes are worth. */
    double lowerBound() {
        lock.lock();
        try {
            return count == 0
                    ? 0
                    : WilsonInterval.ofShare((double) good.cardinality() / count, worth())
                            .lower();
        } finally {
            lock.unlock();
        }
    }

    /** How many independent outcomes these are worth; at most as many as there are. */
    double independent() {
        lock.lock();
        try {
            return worth();
        } finally {
            lock.unlock();
        }
    }

    private double worth() {
        int successes = good.cardinality();
        if (successes == 0 || successes == count) {
            return count; // alike, which does not show how the next one depends on them
        }
        int oldest = count < WINDOW ? 0 : next;
        int changes = 0;
        for (int i = 1; i < count; i++) {
            changes += good.get((oldest + i) % WINDOW) == good.get((oldest + i - 1) % WINDOW) ? 0 : 1;
        }
        double share = (double) successes / count;
        double expected = 2 * share * (1 - share) * (count - 1); // changes between independent ones
        double correlation = Math.max(0, 1 - changes / expected);
        return count * Math.max(1.0 / count, (1 - correlation) / (1 + correlation));
    }
}
