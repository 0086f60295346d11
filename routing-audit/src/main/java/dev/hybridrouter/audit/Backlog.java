package dev.hybridrouter.audit;

import dev.hybridrouter.log.Inbox;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written, no more than fits. Half of the room is for what matters most. Any thread lays one down, without
 * a lock unless it waits for room; one thread takes them all.
 */
final class Backlog {
    private final int capacity;
    private final int crowd;
    private final Inbox<Waiting> inbox = new Inbox<>();
    private final AtomicLong lost = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final AtomicInteger blocked = new AtomicInteger();

    Backlog(int capacity) {
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
        boolean laid = inbox.lay(entry, entry.what.matters() ? capacity : crowd);
        if (!laid) {
            lost.addAndGet(before);
        }
        return laid;
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
        return inbox.isEmpty() && lost.get() == 0;
    }

    int size() {
        return inbox.size();
    }

    /** Takes all; returns the oldest, from which each leads to the next younger by {@code next}. */
    @Nullable
    Waiting take() {
        Waiting oldest = inbox.take();
        if (blocked.get() > 0) {
            lock.lock();
            try {
                taken.signalAll();
            } finally {
                lock.unlock();
            }
        }
        return oldest;
    }
}
