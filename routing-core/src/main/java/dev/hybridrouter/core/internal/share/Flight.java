package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.cache.Askers;
import dev.hybridrouter.core.internal.flow.Replay;
import dev.hybridrouter.core.internal.way.CallContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One call on the wire that identical requests share: the first of them leads, the others follow and read what has come so
 * far and what comes, each at its own pace. What was read stays until the last one has ended; it is no longer than the
 * answer. Thread-safe; the lock is held for bookkeeping only, never while anybody is told.
 */
final class Flight {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Follower> followers = new ArrayList<>(0);
    private final List<Delta> log = new ArrayList<>(0);
    private final Askers askers = new Askers();
    private @Nullable Leader leader;
    private @Nullable Follower first; // of those who wait, or the last who left
    private @Nullable TargetId servedBy;
    private @Nullable RouteResult end;
    private long wanted;
    private boolean leaderLeft;
    private boolean abandoned;

    /** Who makes the call. */
    interface Leader {
        /** Somebody wants more of the answer than the leader's own caller. */
        void pullForOthers();

        /** Nobody wants the answer any more. */
        void abandon();
    }

    /** Who waits for it. Told on any thread, also by several at a time. */
    interface Follower {
        /** There is more to read, or the flight has ended, or is abandoned. */
        void flightMoved();

        /** The request that waits. */
        CallContext call();
    }

    /** Returns a flight that has ended with an answer. */
    static Flight landed(RouteResult.Answered answered) {
        Flight flight = new Flight();
        flight.servedBy = answered.target();
        flight.log.addAll(Replay.of(answered.response()));
        flight.end = answered;
        return flight;
    }

    void ledBy(Leader value) {
        lock.lock();
        try {
            leader = value;
        } finally {
            lock.unlock();
        }
    }

    /** The tags of all who asked for the answer. */
    Askers askers() {
        return askers;
    }

    /** Takes a follower on; false if the flight has ended or nobody wanted it any more. */
    boolean join(Follower follower) {
        lock.lock();
        try {
            if (end != null || abandoned) {
                return false;
            }
            followers.add(follower);
            askers.add(follower.call().context().tags());
            first = first == null ? follower : first;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A follower wants no more. */
    void leave(Follower follower) {
        Leader deserted = null;
        lock.lock();
        try {
            followers.remove(follower);
            first = followers.isEmpty() ? first : followers.get(0);
            if (leaderLeft && followers.isEmpty() && end == null) {
                abandoned = true;
                deserted = leader;
            }
        } finally {
            lock.unlock();
        }
        if (deserted != null) {
            deserted.abandon();
        }
    }

    /** The first request of those that wait; the last that left if none waits any more, null if none ever did. */
    @Nullable
    CallContext first() {
        lock.lock();
        try {
            return first == null ? null : first.call();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody leads it: who has joined it, or wants to, has to look for something else. */
    void abandon() {
        tell(() -> abandoned = true);
    }

    boolean isAbandoned() {
        lock.lock();
        try {
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** The leader's own caller wants no more; returns whether the call is to be ended, because nobody else does. */
    boolean leaderLeaves() {
        lock.lock();
        try {
            leaderLeft = true;
            abandoned |= followers.isEmpty();
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** A follower that has read so many pieces waits for so many more. */
    void want(long read, long more) {
        Leader slower = null;
        lock.lock();
        try {
            long until = read + more < 0 ? Long.MAX_VALUE : read + more;
            if (until > wanted) {
                wanted = until;
                slower = leader;
            }
        } finally {
            lock.unlock();
        }
        if (slower != null) {
            slower.pullForOthers();
        }
    }

    /** How many more pieces followers wait for than there are. */
    long unmetDemand() {
        lock.lock();
        try {
            return wanted == Long.MAX_VALUE ? wanted : Math.max(0, wanted - log.size());
        } finally {
            lock.unlock();
        }
    }

    void opened(TargetId by) {
        tell(() -> servedBy = by);
    }

    void add(Delta piece) {
        tell(() -> log.add(piece));
    }

    void ended(RouteResult result) {
        tell(() -> end = result);
    }

    private void tell(Runnable change) {
        Follower[] told;
        lock.lock();
        try {
            change.run();
            told = followers.isEmpty() ? NOBODY : followers.toArray(NOBODY);
        } finally {
            lock.unlock();
        }
        for (Follower follower : told) {
            follower.flightMoved();
        }
    }

    private static final Follower[] NOBODY = {};

    /** Who serves the stream; null before its commit point. */
    @Nullable
    TargetId servedBy() {
        lock.lock();
        try {
            return servedBy;
        } finally {
            lock.unlock();
        }
    }

    /** The piece at an index; null if it has not come yet. */
    @Nullable
    Delta piece(int index) {
        lock.lock();
        try {
            return index < log.size() ? log.get(index) : null;
        } finally {
            lock.unlock();
        }
    }

    /** How it ended; null if it has not. All its pieces have come then. */
    @Nullable
    RouteResult end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }
}
