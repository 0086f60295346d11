package dev.hybridrouter.core.internal.cache;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * What was thrown away of late, so that answers of the second level that were stored before are not used, whether or not
 * it has removed them. Bounded: the oldest removals are remembered as if everything had been thrown away then.
 */
final class Removals {
    private static final int MOST = 256;

    private final AtomicReference<State> state = new AtomicReference<>(new State(Long.MIN_VALUE, List.of()));

    private record State(long everythingUntil, List<Removal> removals) {}

    private record Removal(BiPredicate<CacheKey, Answer> which, long atMillis) {}

    void add(BiPredicate<CacheKey, Answer> which, long nowMillis) {
        var unused = state.updateAndGet(before -> with(before, new Removal(which, nowMillis)));
    }

    private static State with(State before, Removal removal) {
        boolean full = before.removals.size() == MOST;
        long until = full ? Math.max(before.everythingUntil, before.removals.get(0).atMillis) : before.everythingUntil;
        return new State(
                until,
                Stream.concat(before.removals.stream().skip(full ? 1 : 0), Stream.of(removal))
                        .toList());
    }

    /** Whether an answer that was stored at that time has been thrown away since. */
    boolean cover(CacheKey key, Answer answer, long storedMillis) {
        State now = Objects.requireNonNull(state.get());
        return storedMillis <= now.everythingUntil
                || now.removals.stream()
                        .anyMatch(removal -> storedMillis <= removal.atMillis && removal.which.test(key, answer));
    }
}
