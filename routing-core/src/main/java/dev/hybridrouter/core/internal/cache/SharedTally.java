package dev.hybridrouter.core.internal.cache;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Counts how calls of the second level ended. Thread-safe. */
public final class SharedTally {
    private final Map<Call, Map<Result, LongAdder>> counts = new EnumMap<>(Call.class);

    SharedTally() {
        for (Call call : Call.values()) {
            Map<Result, LongAdder> results = new EnumMap<>(Result.class);
            call.results().forEach(result -> results.put(result, new LongAdder()));
            counts.put(call, results);
        }
    }

    /** What is asked of it. */
    public enum Call {
        /** To find an answer. */
        FIND,
        /** To keep one. */
        STORE,
        /** To remove some. */
        REMOVE;

        /** How it can end. */
        public Set<Result> results() {
            return this == FIND
                    ? EnumSet.complementOf(EnumSet.of(Result.DONE))
                    : EnumSet.complementOf(EnumSet.of(Result.HIT, Result.MISS, Result.UNUSABLE));
        }
    }

    /** How a call ended. */
    public enum Result {
        /** It had the answer. */
        HIT,
        /** It had none. */
        MISS,
        /** It had one that was changed, past its time, thrown away, or of a target that may not serve the request. */
        UNUSABLE,
        /** It did as it was told. */
        DONE,
        /** It failed. */
        ERROR,
        /** It took too long. */
        TIMEOUT,
        /** Nobody waited for it any more. */
        CANCELLED,
        /** It was not called: it is left alone for a while, has too much to do, or may not know. */
        SKIPPED
    }

    void add(Call call, Result result) {
        adder(call, result).increment();
    }

    /** How many calls ended so. */
    public long count(Call call, Result result) {
        return adder(call, result).sum();
    }

    private LongAdder adder(Call call, Result result) {
        Map<Result, LongAdder> results = counts.get(call);
        LongAdder adder = results == null ? null : results.get(result);
        if (adder == null) {
            throw new IllegalArgumentException("result: " + result + " (expected: one of " + call.results() + ")");
        }
        return adder;
    }
}
