package dev.hybridrouter.core.internal.control;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sums of two amounts over a span that slides in tenths and may be a tenth longer. Thread-safe without locks; what is added
 * as it is cleared may be lost.
 */
final class SlidingSums {
    private static final int SLOTS = 10;

    private final long slotNanos;
    private final AtomicReferenceArray<@Nullable Slot> slots = new AtomicReferenceArray<>(SLOTS + 1);

    SlidingSums(long spanNanos) {
        slotNanos = Math.max(1, spanNanos / SLOTS);
    }

    void add(long first, long second, long nowNanos) {
        Slot slot = slot(Math.floorDiv(nowNanos, slotNanos));
        slot.first.add(first);
        slot.second.add(second);
    }

    private Slot slot(long period) {
        int place = (int) Math.floorMod(period, (long) slots.length());
        while (true) {
            Slot found = slots.get(place);
            if (found != null && found.period >= period) {
                return found;
            }
            Slot fresh = new Slot(period);
            if (slots.compareAndSet(place, found, fresh)) {
                return fresh;
            }
        }
    }

    long first(long nowNanos) {
        long sum = 0;
        for (int i = 0; i < slots.length(); i++) {
            Slot slot = live(i, nowNanos);
            sum += slot == null ? 0 : slot.first.sum();
        }
        return sum;
    }

    long second(long nowNanos) {
        long sum = 0;
        for (int i = 0; i < slots.length(); i++) {
            Slot slot = live(i, nowNanos);
            sum += slot == null ? 0 : slot.second.sum();
        }
        return sum;
    }

    private @Nullable Slot live(int place, long nowNanos) {
        Slot slot = slots.get(place);
        return slot != null && slot.period > Math.floorDiv(nowNanos, slotNanos) - slots.length() ? slot : null;
    }

    void clear() {
        for (int i = 0; i < slots.length(); i++) {
            slots.set(i, null);
        }
    }

    private static final class Slot {
        private final long period;
        private final LongAdder first = new LongAdder();
        private final LongAdder second = new LongAdder();

        Slot(long period) {
            this.period = period;
        }
    }
}
