package dev.hybridrouter.test;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import dev.hybridrouter.spi.cache.SharedCache;
import dev.hybridrouter.spi.cache.SharedKey;
import dev.hybridrouter.spi.cache.SharedScope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A shared cache in memory that keeps to its contract, in the time of a {@link ManualClock}, unless told to be slow, broken
 * or dishonest. What it is told holds for calls from then on. Thread-safe.
 */
public final class ScriptedSharedCache implements SharedCache {
    private final ManualClock clock;
    private final Map<SharedKey, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger finds = new AtomicInteger();
    private final AtomicInteger puts = new AtomicInteger();
    private final AtomicInteger removals = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile Handling handling = Handling.unknown();
    private volatile UnaryOperator<byte[]> tampering = UnaryOperator.identity();
    private volatile Trouble trouble = Trouble.NONE;
    private volatile Duration latency = Duration.ZERO;

    private ScriptedSharedCache(ManualClock clock) {
        this.clock = Check.notNull(clock, "sharedCache.clock");
    }

    /** Returns an empty cache that answers at once. */
    public static ScriptedSharedCache create(ManualClock clock) {
        return new ScriptedSharedCache(clock);
    }

    /** What ails it. */
    public enum Trouble {
        /** Nothing. */
        NONE,
        /** Its stages fail. */
        FAILS,
        /** Its stages never complete. */
        HANGS,
        /** Its methods throw. */
        THROWS,
        /** Its methods return null. */
        RETURNS_NULL,
        /** Its stages bring null. */
        BRINGS_NULL
    }

    /**
     * What it keeps under a key.
     *
     * @param answer the bytes
     * @param untilNanos when its time is over, on the clock
     * @param labels by which it can be removed
     */
    private record Entry(Blob answer, long untilNanos, Set<String> labels) {}

    /** Sets what ails it from now on. */
    public ScriptedSharedCache trouble(Trouble value) {
        trouble = Check.notNull(value, "sharedCache.trouble");
        return this;
    }

    /** Sets how long its calls take; no time unless set. */
    public ScriptedSharedCache latency(Duration value) {
        latency = Check.notNegative(value, "sharedCache.latency");
        return this;
    }

    /** Sets how it says it handles what it is given. Default: unknown. */
    public ScriptedSharedCache handling(Handling value) {
        handling = Check.notNull(value, "sharedCache.handling");
        return this;
    }

    /** Changes what it brings. */
    public ScriptedSharedCache tampering(UnaryOperator<byte[]> value) {
        tampering = Check.notNull(value, "sharedCache.tampering");
        return this;
    }

    /** Brings under each key what belongs to another, as a store that mixes its keys up would. */
    public void mixUp() {
        Map<SharedKey, Entry> before = Map.copyOf(entries);
        before.values().forEach(entry -> before.keySet().forEach(key -> {
            if (!entry.equals(before.get(key))) {
                entries.put(key, entry);
            }
        }));
    }

    /** What it holds, its time over or not. */
    public Set<SharedKey> keys() {
        return Set.copyOf(entries.keySet());
    }

    /** The bytes under a key; empty if there are none. */
    public Optional<byte[]> bytes(SharedKey key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> entry.answer().toByteArray());
    }

    /** How often it was asked for an answer. */
    public int finds() {
        return finds.get();
    }

    /** How often it was given an answer. */
    public int puts() {
        return puts.get();
    }

    /** How often it was told to remove answers. */
    public int removals() {
        return removals.get();
    }

    /** How many of its stages were cancelled. */
    public int cancelled() {
        return cancelled.get();
    }

    @Override
    public Handling handling() {
        return handling;
    }

    @Override
    public CompletionStage<Optional<byte[]>> find(SharedKey key) {
        finds.incrementAndGet();
        return perform(() -> Optional.ofNullable(entries.get(key))
                .filter(entry -> clock.nanoTime() - entry.untilNanos() < 0)
                .map(entry -> tampering.apply(entry.answer().toByteArray())));
    }

    @Override
    @SuppressWarnings("NullAway") // nothing is what a CompletionStage<Void> brings
    public CompletionStage<Void> put(SharedKey key, byte[] answer, Duration ttl, Set<String> labels) {
        puts.incrementAndGet();
        Check.positive(ttl, "sharedCache.ttl");
        return perform(() -> {
            entries.put(key, new Entry(Blob.of(answer), clock.nanoTime() + ttl.toNanos(), labels));
            return null;
        });
    }

    @Override
    @SuppressWarnings("NullAway") // nothing is what a CompletionStage<Void> brings
    public CompletionStage<Void> remove(SharedScope scope) {
        removals.incrementAndGet();
        return perform(() -> {
            entries.entrySet().removeIf(entry -> isWithin(scope, entry.getKey(), entry.getValue()));
            return null;
        });
    }

    private static boolean isWithin(SharedScope scope, SharedKey key, Entry entry) {
        if (scope instanceof SharedScope.Tenant tenant) {
            return key.tenant().equals(tenant.tenant());
        } else if (scope instanceof SharedScope.Label label) {
            return entry.labels().contains(label.label());
        } else if (scope instanceof SharedScope.Answer answer) {
            return key.equals(answer.key());
        }
        return true;
    }

    @SuppressWarnings("NullAway") // returning null is one of the troubles it can have
    private <T> CompletionStage<T> perform(Supplier<T> work) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        var unused = stage.whenComplete((value, thrown) -> {
            if (stage.isCancelled()) {
                cancelled.incrementAndGet();
            }
        });
        switch (trouble) {
            case THROWS -> throw new IllegalStateException("scripted: the shared cache throws");
            case RETURNS_NULL -> {
                return null;
            }
            case FAILS -> after(stage, () -> stage.completeExceptionally(new IllegalStateException("scripted")));
            case BRINGS_NULL -> after(stage, () -> stage.complete(null));
            case NONE -> after(stage, () -> stage.complete(work.get()));
            case HANGS -> {}
        }
        return stage;
    }

    private void after(CompletableFuture<?> stage, Runnable task) {
        if (latency.isZero()) {
            task.run();
        } else {
            Cancellable later = clock.schedule(task, latency.toNanos());
            var unused = stage.whenComplete((value, thrown) -> later.cancel());
        }
    }
}
