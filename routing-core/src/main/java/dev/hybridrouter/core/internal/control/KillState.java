package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.control.KillStateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Saves what is done to a kill switch, one change at a time, and what could not be saved with the next one. Thread-safe. */
final class KillState {
    private static final int OPEN = 100;

    private final @Nullable KillStateStore store;
    private final Function<KillScope, @Nullable KillEvent> last;
    private final ReentrantLock saving = new ReentrantLock();
    private final Map<KillScope, KillEvent> unsaved = new LinkedHashMap<>();
    private @Nullable Instant failingSince; // guarded by saving; null if the last could be saved
    private volatile boolean saved = true;

    /**
     * Creates the state.
     *
     * @param store where it outlives the router; null if nowhere
     * @param last what was last done in a scope; null if it is open
     */
    KillState(@Nullable KillStateStore store, Function<KillScope, @Nullable KillEvent> last) {
        this.store = store;
        this.last = last;
    }

    List<KillEvent> load() {
        return store == null
                ? List.of()
                : store.load().stream()
                        .filter(event -> event.openPercent() < OPEN)
                        .toList();
    }

    /** Saves what is the last of its scope by now; returns whether nothing is unsaved. */
    boolean save(KillEvent event) {
        if (store == null) {
            return true;
        }
        saving.lock();
        try {
            unsaved.put(event.scope(), event);
            unsaved.entrySet().removeIf(each -> isSaved(store, each.getKey(), each.getValue()));
            saved = unsaved.isEmpty();
            Instant since = failingSince;
            if (saved && since != null) {
                failingSince = null;
                LogEvent.KILL_STATE_SAVED
                        .line()
                        .with("scope", event.scope())
                        .with("duration", Duration.between(since, event.at()))
                        .log();
            }
            return saved;
        } finally {
            saving.unlock();
        }
    }

    /** A change that another thread made since is saved in place of this one, which it would undo. */
    private boolean isSaved(KillStateStore to, KillScope scope, KillEvent event) {
        KillEvent current = last.apply(scope);
        if (current == null && event.openPercent() < OPEN) {
            return true; // opened since, and saved by whoever opened it
        }
        try {
            to.save(current == null ? event : current);
            return true;
        } catch (RuntimeException e) {
            failingSince = failingSince == null ? event.at() : failingSince;
            LogEvent.KILL_STATE_UNSAVED
                    .line()
                    .with("scope", scope)
                    .with("cause", e.getClass().getName())
                    .thrown(SafeTrace.of(e))
                    .log();
            return false;
        }
    }

    boolean isSaved() {
        return saved;
    }
}
