package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.ErasureReceipt;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import dev.hybridrouter.spi.erasure.SubjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Has all places erase a subject, and puts what they say into one receipt. Thread-safe. */
final class Erasure {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<SubjectStore> stores;
    private final Time time;
    private final Set<Repeat> repeats = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Erasure(List<SubjectStore> stores, Time time) {
        this.stores = List.copyOf(stores);
        this.time = time;
    }

    CompletableFuture<ErasureReceipt> forget(Subject subject) {
        Instant at = time.clock().instant();
        List<CompletableFuture<ErasedPlace>> parts =
                stores.stream().map(store -> begin(store, subject)).toList();
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(all -> new ErasureReceipt(
                        at, parts.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<ErasedPlace> begin(SubjectStore store, Subject subject) {
        CompletableFuture<ErasedPlace> part = new CompletableFuture<>();
        Cancellable limit = time.timer()
                .schedule(
                        () -> part.complete(ErasedPlace.unknown(store.place(), 0, "it did not answer in time")),
                        PATIENCE.toNanos());
        try {
            store.forget(subject).whenComplete((place, thrown) -> {
                time.timer().cancel(limit);
                part.complete(place == null ? failed(store, thrown) : place);
                if (place != null && place.until() != null) {
                    repeat(store, subject, place.until());
                }
            });
        } catch (Throwable e) { // a store of the host's; the others have to erase all the same
            time.timer().cancel(limit);
            part.complete(failed(store, e));
        }
        return part;
    }

    private static ErasedPlace failed(SubjectStore store, @Nullable Throwable thrown) {
        LogEvent.ERASING_FAILED
                .line()
                .with("place", store.place())
                .with("cause", thrown == null ? null : thrown.getClass().getName())
                .thrown(thrown == null ? null : SafeTrace.of(thrown))
                .log();
        return ErasedPlace.unknown(store.place(), 0, "it failed, see the log; erase again");
    }

    /** Erases what had to stay once it need not. */
    private void repeat(SubjectStore store, Subject subject, Instant until) {
        Repeat next = new Repeat(store, subject);
        long delay = Math.max(1, Duration.between(time.clock().instant(), until).toMillis() + 1);
        if (!closed && repeats.add(next)) {
            next.task = time.timer().schedule(next, Duration.ofMillis(delay).toNanos());
        }
        if (closed) {
            close();
        }
    }

    private final class Repeat implements Runnable {
        private final SubjectStore store;
        private final Subject subject;
        private volatile @Nullable Cancellable task;

        Repeat(SubjectStore store, Subject subject) {
            this.store = store;
            this.subject = subject;
        }

        @Override
        public void run() {
            repeats.remove(this);
            if (!closed) {
                var unused = begin(store, subject);
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Repeat that && store.equals(that.store) && subject.equals(that.subject);
        }

        @Override
        public int hashCode() {
            return 31 * store.hashCode() + subject.hashCode();
        }
    }

    void close() {
        closed = true;
        repeats.forEach(next -> time.timer().cancel(next.task));
        repeats.clear();
    }
}
