package dev.hybridrouter.core.quota;

import java.util.concurrent.locks.ReentrantLock;

/** Watches how many capped answers of one kind are cut, and lifts the cap for a while when there are too many. Thread-safe. */
final class TruncationWatch {
    private final MaxTokensPolicy policy;
    private final ReentrantLock lock = new ReentrantLock();
    private int capped; // of this trial; all guarded by lock
    private int truncated;
    private int liftedFor;
    private long allCapped;
    private long allTruncated;
    private long backOffs;

    TruncationWatch(MaxTokensPolicy policy) {
        this.policy = policy;
    }

    boolean isLifted() {
        lock.lock();
        try {
            return liftedFor > 0;
        } finally {
            lock.unlock();
        }
    }

    void answered(boolean wasCapped, boolean wasTruncated) {
        lock.lock();
        try {
            if (wasCapped) {
                allCapped++;
                allTruncated += wasTruncated ? 1 : 0;
            }
            if (liftedFor > 0) {
                liftedFor--;
            } else if (wasCapped) {
                judge(wasTruncated);
            }
        } finally {
            lock.unlock();
        }
    }

    private void judge(boolean wasTruncated) {
        capped++;
        truncated += wasTruncated ? 1 : 0;
        boolean tooMany = truncated > policy.mostTruncated() * policy.trial();
        if (tooMany) {
            liftedFor = policy.backOff();
            backOffs++;
        }
        if (tooMany || capped >= policy.trial()) {
            capped = 0;
            truncated = 0;
        }
    }

    MaxTokensView view(String model, String operation) {
        lock.lock();
        try {
            return new MaxTokensView(model, operation, allCapped, allTruncated, backOffs, liftedFor);
        } finally {
            lock.unlock();
        }
    }
}
