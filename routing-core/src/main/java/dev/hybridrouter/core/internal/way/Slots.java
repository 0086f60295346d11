package dev.hybridrouter.core.internal.way;

/** The slots of one router. All are made before its first request. */
public final class Slots {
    private int count;

    /** Returns a slot that nobody else has. */
    public <T> Slot<T> next() {
        return new Slot<>(count++, this);
    }

    int count() {
        return count;
    }
}
