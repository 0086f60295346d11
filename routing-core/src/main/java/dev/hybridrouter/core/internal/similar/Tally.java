package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.api.target.Money;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what became of searches and checks. Thread-safe. */
public final class Tally {
    private final Map<Search, LongAdder> searches = new EnumMap<>(Search.class);
    private final Map<Check, LongAdder> checks = new EnumMap<>(Check.class);
    private final LongAdder nanoUsd = new LongAdder();

    /** Creates a tally of zeros. */
    public Tally() {
        for (Search search : Search.values()) {
            searches.put(search, new LongAdder());
        }
        for (Check check : Check.values()) {
            checks.put(check, new LongAdder());
        }
    }

    /** What became of a search. */
    public enum Search {
        /** A similar request was found, and its answer given. */
        HIT,
        /** No request was similar enough. */
        NONE,
        /** One was found, but the request went to a target to check the hit. */
        CHECKED,
        /** One was found, but it is not proven that few enough hits are wrong. */
        UNPROVEN,
        /** The embedder failed. */
        FAILED,
        /** The embedder took too long. */
        LATE,
        /** Nobody waited for it any more. */
        CANCELLED,
        /** The embedder may not be asked: it is out of service. */
        OUT_OF_SERVICE,
        /** The embedder may not be asked: residency, retention, a budget or the kill switch forbids it. */
        FORBIDDEN
    }

    /** What became of a check. */
    public enum Check {
        /** The hit would have been right. */
        RIGHT,
        /** The hit would have been wrong. */
        WRONG,
        /** Nobody could say, in time or at all. */
        UNDECIDED
    }

    void count(Search search) {
        adder(searches, search).increment();
    }

    void count(Check check) {
        adder(checks, check).increment();
    }

    void spent(@Nullable Money money) {
        if (money != null) {
            nanoUsd.add(money.nanoUsd());
        }
    }

    /** How many searches ended so. */
    public long of(Search search) {
        return adder(searches, search).sum();
    }

    /** How many checks ended so. */
    public long of(Check check) {
        return adder(checks, check).sum();
    }

    /** What searches have cost as far as that is known, in nano-dollars. */
    public long nanoUsd() {
        return nanoUsd.sum();
    }

    private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
        return Objects.requireNonNull(adders.get(key));
    }
}
