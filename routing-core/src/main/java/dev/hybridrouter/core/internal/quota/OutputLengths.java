package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.core.quota.MaxTokensPolicy;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How long the answers of one model and operation type are, and how many of them a learned cap has cut; when those are too
 * many, nothing is capped for a while. Nothing of an answer but its length is kept. Thread-safe.
 */
final class OutputLengths {
    private final MaxTokensPolicy policy;
    private final ReentrantLock lock = new ReentrantLock();
    private final OutputHistogram histogram = new OutputHistogram(); // from here on guarded by lock
    private int capped;
    private int truncated;
    private int liftedFor;

    OutputLengths(MaxTokensPolicy policy) {
        this.policy = policy;
    }

    /** The cap that suits the answers so far; none, as {@link Long#MAX_VALUE}, while too few are known or too many were cut. */
    long cap() {
        lock.lock();
        try {
            if (liftedFor > 0 || histogram.total() < policy.minimumCount()) {
                return Long.MAX_VALUE;
            }
            double enough = Math.ceil(histogram.quantile(policy.quantile()) * policy.margin());
            return Math.max(policy.floor(), (long) enough);
        } finally {
            lock.unlock();
        }
    }

    void answered(long tokens, boolean wasCapped, boolean wasTruncated) {
        lock.lock();
        try {
            histogram.add(tokens);
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
        }
        if (tooMany || capped >= policy.trial()) {
            capped = 0;
            truncated = 0;
        }
    }
}
