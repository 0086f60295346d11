package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.core.internal.waiting.Place;
import dev.hybridrouter.core.internal.way.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/** The places of one request's ranking that had no room for it. Not thread-safe. */
final class Lacks {
    private List<Lack> lacks = List.of();

    private record Lack(int place, Place<Hold> room, Rejection reason) {}

    void add(int place, Place<Hold> room, Rejection reason) {
        lacks = lacks.isEmpty() ? new ArrayList<>(2) : lacks;
        lacks.add(new Lack(place, room, reason));
    }

    boolean isEmpty() {
        return lacks.isEmpty();
    }

    /** What the request can wait for, in the order of the ranking. */
    List<Place<Hold>> rooms() {
        return lacks.stream().map(Lack::room).toList();
    }

    /** The time to an answer of the quickest of these places; 0 where none is known. */
    long answerNanos(IntToLongFunction answerNanosOfPlace) {
        long quickest = Long.MAX_VALUE;
        for (Lack lack : lacks) {
            quickest = Math.min(quickest, Math.max(0, answerNanosOfPlace.applyAsLong(lack.place)));
        }
        return lacks.isEmpty() ? 0 : quickest;
    }

    List<Rejection> reasons() {
        return lacks.stream().map(Lack::reason).toList();
    }

    /** One of these rooms was granted: makes all of the places what they were before, and returns the place it is for. */
    int granted(int room, TargetProgress progress) {
        int place = lacks.get(room).place;
        lacks.forEach(lack -> progress.reopen(lack.place));
        lacks = List.of();
        return place;
    }
}
