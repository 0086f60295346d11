package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.spi.cache.SharedCache;
import dev.hybridrouter.spi.cache.SharedKey;
import dev.hybridrouter.spi.cache.SharedScope;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** A second level that reports each of its calls to the oracle. For one thread. */
final class FuzzStore implements SharedCache {
    private final Oracle oracle;
    private final ManualClock clock;
    private final Map<SharedKey, Entry> entries = new HashMap<>();
    private Facts facts;

    private record Entry(Blob answer, Set<String> labels, long until, String tenant) {}

    FuzzStore(Oracle oracle, ManualClock clock, Facts facts) {
        this.oracle = oracle;
        this.clock = clock;
        this.facts = facts;
    }

    void move(Facts value) {
        facts = value;
    }

    long of(Predicate<String> tenant) {
        return entries.values().stream()
                .filter(entry -> tenant.test(entry.tenant))
                .count();
    }

    @Override
    public Handling handling() {
        return facts.handling();
    }

    @Override
    public CompletionStage<Optional<byte[]>> find(SharedKey key) {
        oracle.looked(facts);
        return CompletableFuture.completedFuture(Optional.ofNullable(entries.get(key))
                .filter(entry -> clock.nanoTime() < entry.until)
                .map(entry -> entry.answer.toByteArray()));
    }

    @Override
    @SuppressWarnings("NullAway") // nothing is what a CompletionStage<Void> brings
    public CompletionStage<Void> put(SharedKey key, byte[] answer, Duration ttl, Set<String> labels) {
        Asked by = oracle.kept(facts, ttl);
        entries.put(
                key,
                new Entry(Blob.of(answer), labels, clock.nanoTime() + ttl.toNanos(), by == null ? "" : by.tenant()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    @SuppressWarnings("NullAway") // nothing is what a CompletionStage<Void> brings
    public CompletionStage<Void> remove(SharedScope scope) {
        entries.entrySet().removeIf(entry -> isWithin(scope, entry.getKey(), entry.getValue()));
        return CompletableFuture.completedFuture(null);
    }

    private static boolean isWithin(SharedScope scope, SharedKey key, Entry entry) {
        if (scope instanceof SharedScope.Tenant tenant) {
            return key.tenant().equals(tenant.tenant());
        }
        if (scope instanceof SharedScope.Label label) {
            return entry.labels.contains(label.label());
        }
        return !(scope instanceof SharedScope.Answer answer) || key.equals(answer.key());
    }
}
