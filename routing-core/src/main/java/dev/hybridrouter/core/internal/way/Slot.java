package dev.hybridrouter.core.internal.way;

import org.jspecify.annotations.Nullable;

/** A place in each request for what one feature keeps there. Made by {@link Slots}, one for each use. */
public final class Slot<T> {
    private final int index;
    private final Slots all;

    Slot(int index, Slots all) {
        this.index = index;
        this.all = all;
    }

    /** Returns what the feature keeps in the request; null if nothing. */
    @SuppressWarnings("unchecked") // only put writes there, by the same slot
    public @Nullable T of(CallContext call) {
        @Nullable Object[] kept = call.slots();
        return kept == null ? null : (T) kept[index];
    }

    /** Keeps something in the request. */
    public void put(CallContext call, T value) {
        call.slots(all.count())[index] = value;
    }
}
