package dev.hybridrouter.spi.control;

import dev.hybridrouter.api.control.KillEvent;
import java.util.List;

/**
 * Keeps which kill switches are engaged, so that a router built later starts with them. Implementations are thread-safe.
 *
 * <p>A router calls {@link #load} once, while it is built, and {@link #save} after each change, one call at a time. Both may block;
 * a {@code save} delays the caller of {@code engage} or {@code reopen}, or the thread on which a rule noticed something, so it should
 * end within milliseconds. Calls are stopped before {@code save} is called.
 * A store must not call the kill switch.
 */
public interface KillStateStore {
    /**
     * Returns what was last saved for each scope that is not wholly open, in any order; empty if there is none.
     *
     * @throws RuntimeException if the state cannot be read; the router is then not built, as it might send what is stopped
     */
    List<KillEvent> load();

    /**
     * Keeps the last event of its scope, in place of an earlier one; an event whose {@link KillEvent#openPercent()} is 100 removes
     * the scope. Other scopes stay as they are, so that several routers can share a store.
     *
     * @throws RuntimeException if the event cannot be kept; the switch stays as it is, the log and the returned receipt say so, and
     *     the router saves it again with its next change
     */
    void save(KillEvent last);

    /** Returns a store in memory, which hands the state from one router of a process to the next. */
    static KillStateStore inMemory() {
        return new InMemoryKillState();
    }
}
