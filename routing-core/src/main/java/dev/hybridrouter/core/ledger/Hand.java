package dev.hybridrouter.core.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Goes round and round a concurrent collection, like the hand of a clock, a few elements at a time. Thread-safe. */
final class Hand<T> {
    private final Collection<T> all;
    private final ReentrantLock lock = new ReentrantLock();
    private Iterator<T> at;

    Hand(Collection<T> all) {
        this.all = all;
        this.at = all.iterator();
    }

    /** Begins anew: an iterator holds on to what was removed behind its back. */
    void restart() {
        lock.lock();
        try {
            at = Collections.emptyIterator();
        } finally {
            lock.unlock();
        }
    }

    /** The next elements, at most so many and none twice in one go; none if somebody else is at it. */
    List<T> next(int count) {
        if (!lock.tryLock()) {
            return List.of();
        }
        try {
            List<T> next = new ArrayList<>(count);
            at = at.hasNext() ? at : all.iterator();
            while (next.size() < count && at.hasNext()) {
                next.add(at.next());
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
