package dev.hybridrouter.core.ledger;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Numbers lines. One thread gets 1, 2, 3; threads that get into each other's way take numbers by the block. Thread-safe. */
final class LineNumbers {
    private static final long BLOCK = 64;

    private final AtomicLong last = new AtomicLong();
    /** The last number that was given out of a stripe's block, whose own last number is a multiple of the block's size. */
    private volatile @Nullable AtomicLongArray blocks;

    /** Returns a number that nobody has got since the last {@link #restart}, above the one given there. */
    long next() {
        AtomicLongArray own = blocks;
        if (own == null) {
            long before = last.get();
            if (last.compareAndSet(before, before + 1)) {
                return before + 1;
            }
            own = Till.stripedLongs(); // where two do this at once, the blocks of one are lost
            blocks = own;
        }
        int stripe = Till.stripe();
        while (true) {
            long used = own.get(stripe);
            boolean isUsedUp = used % BLOCK == 0;
            long next = (isUsedUp ? last.updateAndGet(LineNumbers::endOfBlock) - BLOCK : used) + 1;
            if (own.compareAndSet(stripe, used, next) || isUsedUp) {
                return next;
            }
        }
    }

    private static long endOfBlock(long before) {
        return ((before - 1) / BLOCK + 2) * BLOCK;
    }

    /** Returns a number that is not below any that was given out. */
    long highest() {
        return last.get();
    }

    /** Begins above a number, before anybody else asks for one. */
    void restart(long highest) {
        last.set(highest);
        blocks = null;
    }
}
