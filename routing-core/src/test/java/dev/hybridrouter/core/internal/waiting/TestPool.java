package dev.hybridrouter.core.internal.waiting;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A pool for tests. One that refills gains one unit per nanosecond up to its capacity; another one gains only what is
 * released. It counts what is taken and given back. Thread-safe.
 */
final class TestPool {
    final AtomicLong taken = new AtomicLong();
    final AtomicLong givenBack = new AtomicLong();

    private final String name;
    private final long capacity;
    private final boolean refills;
    private final Object lock = new Object();
    private long level; // guarded by lock, as are the next ones
    private long levelAt;
    private int inFlight;

    private TestPool(String name, long capacity, long level, boolean refills) {
        this.name = name;
        this.capacity = capacity;
        this.level = level;
        this.refills = refills;
    }

    static TestPool refilling(String name, long capacity, long level) {
        return new TestPool(name, capacity, level, true);
    }

    static TestPool limit(String name, long capacity) {
        return new TestPool(name, capacity, capacity, false);
    }

    /** What somebody took. */
    record Hold(TestPool pool, long cost) {
        /** Ends it; this much was not needed. */
        void end(long unused, long now) {
            pool.release(unused, now);
        }
    }

    long capacity() {
        return capacity;
    }

    boolean refills() {
        return refills;
    }

    Spot spot(long cost) {
        return new Spot(this, cost, false);
    }

    /** A place whose room may come earlier than time brings it. */
    Spot earlySpot(long cost) {
        return new Spot(this, cost, true);
    }

    boolean hasRoom(long cost, long now) {
        synchronized (lock) {
            return level(now) >= cost;
        }
    }

    private long level(long now) {
        if (refills) {
            level = Math.min(capacity, level + Math.max(0, now - levelAt));
            levelAt = Math.max(levelAt, now);
        }
        return level;
    }

    private void release(long amount, long now) {
        synchronized (lock) {
            level = Math.min(capacity, level(now) + amount);
            inFlight--;
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** A share of the pool. */
    record Spot(TestPool pool, long cost, boolean early) implements Place<Hold> {
        @Override
        public @Nullable Hold take(long now) {
            synchronized (pool.lock) {
                if (pool.level(now) < cost) {
                    return null;
                }
                pool.level -= cost;
                pool.inFlight++;
                pool.taken.incrementAndGet();
                return new Hold(pool, cost);
            }
        }

        @Override
        public long waitNanos(long now) {
            synchronized (pool.lock) {
                long wait = Math.max(1, cost - pool.level(now));
                return cost > pool.capacity || (!pool.refills && wait > 1) ? Long.MAX_VALUE : wait;
            }
        }

        @Override
        public long paceNanos() {
            return cost;
        }

        @Override
        public boolean mayComeEarlier(long nowNanos) {
            synchronized (pool.lock) {
                return cost <= pool.capacity && (early || !pool.refills) && pool.inFlight > 0;
            }
        }

        @Override
        public void giveBack(Hold hold, long now) {
            pool.givenBack.incrementAndGet();
            hold.end(hold.cost, now);
        }
    }
}
