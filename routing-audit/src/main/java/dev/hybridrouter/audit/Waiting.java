package dev.hybridrouter.audit;

import dev.hybridrouter.log.Inbox;

/** What happened, on its way to the writer. */
final class Waiting extends Inbox.Entry<Waiting> {
    final Happening what;
    final long epochMillis;

    /** How many were lost since the one below it, for want of room. */
    long lostBefore;

    Waiting(Happening what, long epochMillis) {
        this.what = what;
        this.epochMillis = epochMillis;
    }
}
