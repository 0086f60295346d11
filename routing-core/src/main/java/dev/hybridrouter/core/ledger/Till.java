package dev.hybridrouter.core.ledger;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The money of one account in one window. Every nano-dollar of the capacity is at one place at a time: free, credited to a
 * stripe, or committed, so that no interleaving can commit more than the capacity.
 *
 * <p>A till that one thread uses at a time is three numbers. When threads first get into each other's way it grows
 * stripes: each takes credit from what is free, a few calls' worth at a time, and lives on it. Credit is called back before
 * anybody is refused.
 */
final class Till {
    /** Capacity of an account without a limit: more than 4.6 billion dollars. */
    static final long UNLIMITED = Long.MAX_VALUE / 2;

    private static final int FREE = 0;
    private static final int SETTLED = 1;
    private static final int PENDING = 2;
    private static final int FIELDS = 3;

    /** Longs from stripe to stripe: two cache lines, because processors fetch them in pairs. */
    static final int STRIDE = 16;

    /** So many places there are, beside what they hold in the till, for what belongs to a thread: the first for all. */
    static final int PLACES = 9;

    private static final int STRIPES =
            Math.min(32, Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 2 - 1) * 2);
    private static final int SPREAD_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(STRIPES);
    private static final long CALLS_PER_CREDIT = 64;

    private final long capacity;
    private final AtomicLongArray base = new AtomicLongArray(FIELDS);
    private volatile @Nullable AtomicLongArray stripes;

    Till(long capacity) {
        this.capacity = capacity;
        base.set(FREE, capacity);
    }

    /** Commits an amount if there is so much. */
    boolean take(long amount) {
        AtomicLongArray own = stripes;
        if (own == null) {
            long free = base.get(FREE);
            if (free >= amount && base.compareAndSet(FREE, free, free - amount)) {
                return true;
            }
            own = stripes;
            if (own == null && free < amount) {
                return false;
            }
            own = own == null ? grow() : own;
        }
        int stripe = stripe();
        long credit = own.get(stripe);
        boolean inDebt = base.get(FREE) < 0;
        if (!inDebt && credit >= amount && own.compareAndSet(stripe, credit, credit - amount)) {
            return true;
        }
        return refill(own, stripe, amount);
    }

    /** Commits an amount whether it is there or not: it is spent already. */
    void takeRegardless(long amount) {
        synchronized (base) {
            callCreditBack();
            base.addAndGet(FREE, -amount);
        }
    }

    /** Commits nothing any more, whatever is given back; returns what is committed. Called once. */
    long shut() {
        synchronized (base) {
            callCreditBack();
            base.addAndGet(FREE, -capacity - 1); // nobody takes from here on, not even credit: the till is in debt
            callCreditBack();
            return -1 - base.get(FREE);
        }
    }

    void giveBack(long amount) {
        AtomicLongArray own = stripes;
        if (own == null) {
            base.addAndGet(FREE, amount);
        } else {
            own.addAndGet(stripe(), amount);
        }
    }

    /** Turns what was reserved into what was spent. */
    void settle(long reserved, long actual) {
        add(SETTLED, actual);
        if (actual < reserved) {
            giveBack(reserved - actual);
        } else if (actual > reserved) {
            takeRegardless(actual - reserved);
        }
    }

    void addPending(long amount) {
        add(PENDING, amount);
    }

    long settled() {
        return sum(SETTLED);
    }

    long pending() {
        return sum(PENDING);
    }

    /** What is settled, reserved and pending; never too little while money moves. */
    long committed() {
        return stripes == null ? capacity - base.get(FREE) : capacity - available();
    }

    long capacity() {
        return capacity;
    }

    /** The place of the calling thread; the first as long as threads do not get into each other's way. */
    int place() {
        return stripes == null ? 0 : 1 + stripe() / STRIDE % (PLACES - 1);
    }

    private long available() {
        synchronized (base) {
            return sum(FREE);
        }
    }

    private void add(int field, long amount) {
        AtomicLongArray own = stripes;
        if (own == null) {
            base.addAndGet(field, amount);
        } else {
            own.addAndGet(stripe() + field, amount);
        }
    }

    private long sum(int field) {
        long sum = base.get(field);
        AtomicLongArray own = stripes;
        if (own != null) {
            for (int at = STRIDE; at < own.length(); at += STRIDE) {
                sum += own.get(at + field);
            }
        }
        return sum;
    }

    /** Not private, so that tests can begin with stripes. */
    AtomicLongArray grow() {
        synchronized (base) {
            AtomicLongArray grown = stripes;
            if (grown == null) {
                grown = stripedLongs();
                stripes = grown;
            }
            return grown;
        }
    }

    /** The slow way: takes from what is free, with credit for later; calls all credit back where that is too little. */
    private boolean refill(AtomicLongArray own, int stripe, long amount) {
        synchronized (base) {
            if (moveFree(own, stripe, amount)) {
                return true;
            }
            callCreditBack();
            return moveFree(own, stripe, amount);
        }
    }

    private boolean moveFree(AtomicLongArray own, int stripe, long amount) {
        while (true) {
            long free = base.get(FREE);
            if (free < amount) {
                return false;
            }
            long share = Math.min(free / (2L * STRIPES), saturated(amount));
            long moved = Math.max(amount, share);
            if (base.compareAndSet(FREE, free, free - moved)) {
                own.addAndGet(stripe, moved - amount);
                return true;
            }
        }
    }

    private static long saturated(long amount) {
        return amount > Long.MAX_VALUE / CALLS_PER_CREDIT ? Long.MAX_VALUE : amount * CALLS_PER_CREDIT;
    }

    private void callCreditBack() {
        AtomicLongArray own = stripes;
        if (own != null) {
            for (int at = STRIDE; at < own.length(); at += STRIDE) {
                base.addAndGet(FREE, own.getAndSet(at, 0));
            }
        }
    }

    /** Numbers that begin at each {@link #stripe()}, and at 0. */
    static AtomicLongArray stripedLongs() {
        return new AtomicLongArray((STRIPES + 1) * STRIDE);
    }

    /** Neighbouring thread ids fall on different stripes. */
    static int stripe() {
        long spread = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
        return (int) (spread >>> SPREAD_SHIFT) * STRIDE + STRIDE;
    }
}
