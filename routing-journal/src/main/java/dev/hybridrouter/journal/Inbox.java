package dev.hybridrouter.journal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Entries that wait to be written. Any thread lays them down, without a lock; one takes them all. */
final class Inbox {
    private final AtomicReference<@Nullable JournalEntry> top = new AtomicReference<>();

    void lay(JournalEntry entry) {
        JournalEntry newest;
        do {
            newest = top.get();
            entry.layOn(newest);
        } while (!top.compareAndSet(newest, entry));
    }

    boolean isEmpty() {
        return top.get() == null;
    }

    int size() {
        JournalEntry newest = top.get();
        return newest == null ? 0 : newest.depth;
    }

    /** Takes all entries; returns the oldest, from which each leads to the next younger by {@code below}. */
    @Nullable
    JournalEntry take() {
        JournalEntry turned = null;
        JournalEntry entry = top.getAndSet(null);
        while (entry != null) {
            JournalEntry below = entry.below;
            entry.below = turned;
            turned = entry;
            entry = below;
        }
        return turned;
    }
}
