package dev.hybridrouter.audit;

import org.jspecify.annotations.Nullable;

/** What happened, on its way to the writer. They lie on each other. */
final class Waiting {
    final Happening what;
    final long epochMillis;

    /** How many were lost since the one below it, for want of room. */
    long lostBefore;

    @Nullable
    Waiting below;

    int depth;

    Waiting(Happening what, long epochMillis) {
        this.what = what;
        this.epochMillis = epochMillis;
    }
}
