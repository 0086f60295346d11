package dev.hybridrouter.log;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Entries that wait to be written. Any thread lays them down, without a lock; one takes them all. */
public final class Inbox<E extends Inbox.Entry<E>> {
    private final AtomicReference<@Nullable E> top = new AtomicReference<>();

    /** What can wait in an inbox. It knows its place there, so that laying it down takes no memory. */
    public abstract static class Entry<E extends Entry<E>> {
        private @Nullable E neighbour;
        private int depth;

        /** Creates an entry that lies nowhere yet. */
        protected Entry() {}

        /** The one that was laid down after it; null after the youngest. For who took them. */
        public final @Nullable E next() {
            return neighbour;
        }

        /** How many waited once it was laid down. */
        public final int depth() {
            return depth;
        }
    }

    /** Lays an entry down; false if more would wait then than may. */
    public boolean lay(E entry, int most) {
        Entry<E> place = entry;
        E newest;
        do {
            newest = top.get();
            place.depth = depth(newest) + 1;
            if (place.depth > most) {
                return false;
            }
            place.neighbour = newest;
        } while (!top.compareAndSet(newest, entry));
        return true;
    }

    /** How many wait. */
    public int size() {
        return depth(top.get());
    }

    /** Whether none waits. */
    public boolean isEmpty() {
        return top.get() == null;
    }

    private int depth(@Nullable Entry<E> entry) {
        return entry == null ? 0 : entry.depth;
    }

    /** Takes all entries; returns the oldest, from which {@link Entry#next} leads to the others. */
    public @Nullable E take() {
        E turned = null;
        E entry = top.getAndSet(null);
        while (entry != null) {
            Entry<E> place = entry;
            E below = place.neighbour;
            place.neighbour = turned;
            turned = entry;
            entry = below;
        }
        return turned;
    }
}
