package dev.hybridrouter.core.internal.health;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps all attempts from a target whose provider named the time to come back, and lets them in little by little from then on: one
 * at first, and one more at a time for each that was answered, until nobody is counted any more. Thread-safe, without locks.
 */
final class Throttle {
    /** So many at a time show that the target takes what comes. */
    private static final int ALL = 32;

    private final AtomicLong until;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger room = new AtomicInteger(ALL);
    private final AtomicInteger pauses = new AtomicInteger();

    /** What attempts pass with that are not counted. */
    static final int UNCOUNTED = 0;

    /** What {@link #tryEnter} returns where there is no room. */
    static final int NO_ROOM = -1;

    /** Creates one that keeps nobody away. */
    Throttle(long nowNanos) {
        until = new AtomicLong(nowNanos);
    }

    /** Keeps everybody away until then; an earlier time than is known changes nothing but who may try. */
    void close(long untilNanos) {
        until.accumulateAndGet(untilNanos, (known, asked) -> asked - known > 0 ? asked : known);
        pauses.incrementAndGet(); // before the room: who was let in earlier opens nothing any more
        room.set(1);
    }

    /** Whether everybody may pass, uncounted. */
    boolean isOpen() {
        return room.get() >= ALL;
    }

    /** How long nobody may pass, at least 0. */
    long closedFor(long nowNanos) {
        return isOpen() ? 0 : Math.max(0, until.get() - nowNanos);
    }

    /** Lets one in where there is room, and returns what it leaves with; {@link #left} follows. */
    int tryEnter(long nowNanos) {
        if (isOpen()) {
            return UNCOUNTED;
        }
        int pause = pauses.get();
        if (nowNanos - until.get() < 0) {
            return NO_ROOM;
        }
        int before = inside.get();
        while (before < room.get()) {
            if (inside.compareAndSet(before, before + 1)) {
                return pause;
            }
            before = inside.get();
        }
        return NO_ROOM;
    }

    /** One who was let in has ended. */
    void left(int pause, boolean answered) {
        inside.decrementAndGet();
        if (answered && pause == pauses.get()) {
            room.accumulateAndGet(1, (now, more) -> Math.min(ALL, now + more));
        }
    }
}
