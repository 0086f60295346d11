package dev.hybridrouter.api.erasure;

import dev.hybridrouter.api.internal.Check;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a subject's data in one place. Immutable.
 *
 * @param place where, for example {@code cache}
 * @param removed how many entries were removed, at least 0
 * @param remainder whether anything is left
 * @param left what is left and why, for people; empty if nothing is. Names no subject
 * @param until when that ends; null if nothing is left or nobody knows
 */
public record ErasedPlace(
        String place,
        long removed,
        Remainder remainder,
        String left,
        @Nullable Instant until) {
    /** Whether anything is left. */
    public enum Remainder {
        /** Nothing. */
        NOTHING,
        /** What {@link #left} says. */
        SOME,
        /** The place cannot tell. */
        UNKNOWN
    }

    /** Refuses a blank place and a negative count. */
    public ErasedPlace {
        Check.notBlank(place, "erasedPlace.place");
        Check.atLeast(0, removed, "erasedPlace.removed");
        Check.notNull(remainder, "erasedPlace.remainder");
        Check.notNull(left, "erasedPlace.left");
    }

    /** Returns a place in which nothing is left. */
    public static ErasedPlace clean(String place, long removed) {
        return new ErasedPlace(place, removed, Remainder.NOTHING, "", null);
    }

    /** Returns a place in which something is left until a moment. */
    public static ErasedPlace leaving(String place, long removed, String left, Instant until) {
        return new ErasedPlace(place, removed, Remainder.SOME, left, Check.notNull(until, "erasedPlace.until"));
    }

    /** Returns a place that cannot tell what is left. */
    public static ErasedPlace unknown(String place, long removed, String why) {
        return new ErasedPlace(place, removed, Remainder.UNKNOWN, why, null);
    }

    /** One line for people. */
    @Override
    public String toString() {
        String rest = remainder == Remainder.NOTHING
                ? "nothing left"
                : (remainder == Remainder.SOME ? "left: " : "left: unknown, ")
                        + left
                        + (until == null ? "" : ", until " + until);
        return place + ": " + removed + " removed, " + rest;
    }
}
