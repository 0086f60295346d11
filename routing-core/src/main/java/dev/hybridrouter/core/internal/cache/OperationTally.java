package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.cache.MissCause;
import dev.hybridrouter.api.cache.MissCount;
import dev.hybridrouter.api.cache.OperationUse;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Money;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what the cache did for one operation type. Thread-safe. */
final class OperationTally {
    private static final int MOST_CAUSES = 200;
    private static final Comparator<MissCount> FREQUENT_FIRST = Comparator.comparingLong(MissCount::misses)
            .reversed()
            .thenComparing(count -> count.cause().kind())
            .thenComparing(count -> count.cause().detail());

    private final Map<CacheUse.Kind, LongAdder> uses = new EnumMap<>(CacheUse.Kind.class);
    private final Map<MissCause, Misses> causes = new ConcurrentHashMap<>();

    OperationTally() {
        for (CacheUse.Kind kind : CacheUse.Kind.values()) {
            uses.put(kind, new LongAdder());
        }
    }

    private record Misses(LongAdder count, LongAdder nanoUsd, LongAdder unpriced) {
        MissCount toCount(MissCause cause) {
            return new MissCount(cause, count.sum(), new Money(nanoUsd.sum()), unpriced.sum());
        }
    }

    void used(CacheUse.Kind kind) {
        LongAdder adder = uses.get(kind);
        if (adder != null) {
            adder.increment();
        }
    }

    void missed(MissCause cause, @Nullable Money cost) {
        Misses misses = misses(cause);
        misses.count.increment();
        if (cost == null) {
            misses.unpriced.increment();
        } else {
            misses.nanoUsd.add(cost.nanoUsd());
        }
    }

    private Misses misses(MissCause cause) {
        Misses known = causes.get(cause);
        if (known != null) {
            return known;
        }
        MissCause name = causes.size() < MOST_CAUSES ? cause : new MissCause(cause.kind(), "other");
        return causes.computeIfAbsent(name, any -> new Misses(new LongAdder(), new LongAdder(), new LongAdder()));
    }

    OperationUse toUse(OperationType operation) {
        Map<CacheUse.Kind, Long> counts = new EnumMap<>(CacheUse.Kind.class);
        uses.forEach((kind, adder) -> {
            if (adder.sum() > 0) {
                counts.put(kind, adder.sum());
            }
        });
        List<MissCount> misses = causes.entrySet().stream()
                .map(entry -> entry.getValue().toCount(entry.getKey()))
                .sorted(FREQUENT_FIRST)
                .toList();
        return new OperationUse(operation, counts, misses);
    }
}
