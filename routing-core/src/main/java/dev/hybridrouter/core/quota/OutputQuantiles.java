package dev.hybridrouter.core.quota;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many tokens answers have, by model and operation type. Estimates are at most a sixteenth too high and never too low;
 * after each 10,000 answers older ones weigh half. Nothing of an answer but its length is kept. Thread-safe.
 */
public final class OutputQuantiles {
    private final int minimumCount;
    private final ConcurrentMap<Key, Lengths> lengths = new ConcurrentHashMap<>();

    private OutputQuantiles(int minimumCount) {
        this.minimumCount = minimumCount;
    }

    /**
     * Returns estimates without data.
     *
     * @param minimumCount answers, 1 to 5,000, before which nothing is told
     */
    public static OutputQuantiles create(int minimumCount) {
        return new OutputQuantiles((int) Check.between(1, 5_000, minimumCount, "quantiles.minimumCount"));
    }

    /** Learns of an answer with so many tokens, at least 0. */
    public void add(String model, OperationType operation, long outputTokens) {
        lengths.computeIfAbsent(new Key(model, operation), key -> new Lengths())
                .add(Check.atLeast(0, outputTokens, "quantiles.outputTokens"));
    }

    /**
     * The number of tokens that so large a share of the answers does not pass; empty while too few were seen.
     *
     * @param share 0 to 1
     */
    public OptionalLong quantile(String model, OperationType operation, double share) {
        Check.between(0, 1, share, "quantiles.share");
        Lengths known = lengths.get(new Key(model, operation));
        return known == null ? OptionalLong.empty() : known.quantile(share, minimumCount);
    }

    /** Whose answers are counted together. */
    record Key(String model, OperationType operation) {
        Key {
            Check.notNull(model, "quantiles.model");
            Check.notNull(operation, "quantiles.operation");
        }
    }

    private static final class Lengths {
        private final ReentrantLock lock = new ReentrantLock();
        private final OutputHistogram histogram = new OutputHistogram(); // guarded by lock

        void add(long tokens) {
            lock.lock();
            try {
                histogram.add(tokens);
            } finally {
                lock.unlock();
            }
        }

        OptionalLong quantile(double share, int minimumCount) {
            lock.lock();
            try {
                return histogram.total() < minimumCount
                        ? OptionalLong.empty()
                        : OptionalLong.of(histogram.quantile(share));
            } finally {
                lock.unlock();
            }
        }
    }
}
