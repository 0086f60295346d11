package dev.hybridrouter.audit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written, no more than fits. Half of the room is for what matters most. Any thread lays one down, without
 * a lock unless it waits for room; one thread takes them all.
 */
final class Inbox {
    private final int capacity;
    private final int crowd;
    private final AtomicReference<@Nullable Waiting> top = new AtomicReference<>();
    private final AtomicLong lost = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final AtomicInteger blocked = new AtomicInteger();

    Inbox(int capacity) {
        this.capacity = capacity;
        this.crowd = capacity / 2;
    }

    /** How many waiting ones leave room only for calls that were made. */
    int crowd() {
        return crowd;
    }

    /** Lays one down, together with the count of those that had no room before it; false if there is no room. */
    boolean lay(Waiting entry) {
        long before = lost.get() == 0 ? 0 : lost.getAndSet(0);
        entry.lostBefore = before;
        int most = entry.what.matters() ? capacity : crowd;
        Waiting newest;
        do {
            newest = top.get();
            entry.depth = newest == null ? 1 : newest.depth + 1;
            if (entry.depth > most) {
                lost.addAndGet(before);
                return false;
            }
            entry.below = newest;
        } while (!top.compareAndSet(newest, entry));
        return true;
    }

    /** Lays one down, and waits for room so long; false if there was none. An interrupt ends the wait and is kept. */
    boolean lay(Waiting entry, long nanos) {
        if (lay(entry)) {
            return true;
        }
        lock.lock();
        blocked.incrementAndGet(); // before it looks again: who takes sees either this, or leaves room
        try {
            long left = nanos;
            while (!lay(entry)) {
                if (left <= 0) {
                    return false;
                }
                left = taken.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            blocked.decrementAndGet();
            lock.unlock();
        }
    }

    void lose(long count) {
        lost.addAndGet(count);
    }

    /** Takes the count of the lost ones that none laid down since speaks of. */
    long takeLost() {
        return lost.get() == 0 ? 0 : lost.getAndSet(0);
    }

    boolean isEmpty() {
        return top.get() == null && lost.get() == 0;
    }

    int size() {
        Waiting newest = top.get();
        return newest == null ? 0 : newest.depth;
    }

    /** Takes all; returns the oldest, from which each leads to the next younger by {@code below}. */
    @Nullable
    Waiting take() {
        Waiting turned = null;
        Waiting entry = top.getAndSet(null);
        while (entry != null) {
            Waiting below = entry.below;
            entry.below = turned;
            turned = entry;
            entry = below;
        }
        if (blocked.get() > 0) {
            lock.lock();
            try {
                taken.signalAll();
            } finally {
                lock.unlock();
            }
        }
        return turned;
    }
}
