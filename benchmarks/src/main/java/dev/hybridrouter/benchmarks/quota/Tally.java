package dev.hybridrouter.benchmarks.quota;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What became of the requests of a run. */
final class Tally {
    private final List<Long> waits = new ArrayList<>();
    private long throttles;
    private long tokens;
    private long truncated;

    /** A whole answer within its deadline, whose call was sent so long after the request came. */
    void done(long waitNanos, long doneTokens) {
        waits.add(waitNanos);
        tokens += doneTokens;
    }

    /** An answer that a learned cap has cut. */
    void truncated() {
        truncated++;
    }

    void throttled(long count) {
        throttles += count;
    }

    long throttles() {
        return throttles;
    }

    long done() {
        return waits.size();
    }

    long tokens() {
        return tokens;
    }

    long cut() {
        return truncated;
    }

    double waitMillis(double share) {
        List<Long> sorted = new ArrayList<>(waits);
        Collections.sort(sorted);
        return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
    }
}
