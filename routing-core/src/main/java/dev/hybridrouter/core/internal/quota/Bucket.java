package dev.hybridrouter.core.internal.quota;

/** A quota of the router: its twin, and how many calls wait for room in it. */
final class Bucket {
    private final String name;
    private final QuotaTwin twin;
    private volatile int awaited; // written under the lock of the waiting line

    Bucket(String name, QuotaTwin twin) {
        this.name = name;
        this.twin = twin;
    }

    String name() {
        return name;
    }

    QuotaTwin twin() {
        return twin;
    }

    boolean isAwaited() {
        return awaited > 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void await(int more) {
        awaited += more;
    }
}
