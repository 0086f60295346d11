package dev.hybridrouter.core.internal.similar;

import java.util.concurrent.locks.ReentrantLock;

/**
 * What checks of would-be hits prove. A proof is a run of checks that refutes the limit; it is looked at after each of them, and
 * holds at all looks together. A run without a proof is given up after a while, so old faults do not count forever, and the next
 * one is allowed less doubt: all runs together have 5 %. Thread-safe.
 *
 * <p>A proof speaks of the past. Once a check of a served hit is wrong, none is served until {@code 1 / (2 limit)} checks in a
 * row were right; another wrong one before that ends the proof. So after a jump to a share p of wrong hits, the expected number of
 * wrong hits that are still served is {@code (1 / checked − 1) / (1 − (1 − p)^(1 / (2 limit)))}.
 */
final class HitEvidence {
    private static final double DOUBT = 0.05;

    private final double limit;
    private final int window;
    private final int trial;
    private final ReentrantLock lock = new ReentrantLock();
    private int run = 1; // from here on guarded by lock
    private int checks;
    private int wrong;
    private int trialLeft;
    private boolean proven;
    private volatile boolean serving;

    HitEvidence(double limit, int window) {
        this.limit = limit;
        this.window = window;
        this.trial = (int) Math.ceil(1 / (2 * limit));
    }

    void add(boolean isWrong) {
        lock.lock();
        try {
            checks++;
            wrong += isWrong ? 1 : 0;
            if (proven) {
                doubt(isWrong);
            } else if (UpperBound.isRefuted(limit, wrong, checks, doubt())) {
                proven = true;
            } else if (checks >= window) {
                run++;
                restart();
            }
            serving = proven && trialLeft == 0;
        } finally {
            lock.unlock();
        }
    }

    private void doubt(boolean isWrong) {
        if (!isWrong) {
            trialLeft = Math.max(0, trialLeft - 1);
        } else if (trialLeft == 0) {
            trialLeft = trial;
        } else {
            restart();
        }
    }

    private void restart() {
        checks = 0;
        wrong = 0;
        trialLeft = 0;
        proven = false;
    }

    /** What this run is allowed; all of them, however many, sum up to the whole. */
    private double doubt() {
        return DOUBT / ((double) run * (run + 1));
    }

    /** Whether it is shown that few enough hits are wrong, and nothing since speaks against it. */
    boolean isServing() {
        return serving;
    }

    /** The share of wrong hits is not above this, with a confidence of at least 95 % at all looks; 1 if nothing is known. */
    double upperBound() {
        lock.lock();
        try {
            return UpperBound.of(wrong, checks, doubt()); // worked out only where it is asked for
        } finally {
            lock.unlock();
        }
    }
}
