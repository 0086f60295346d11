package dev.hybridrouter.core.internal.tools;

/** Random numbers as a pure function of a seed and a place (SplitMix64, Steele, Lea and Flood, 2014). */
public final class Chance {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    /** Places of a purpose; a request draws from far fewer. */
    private static final int PLACES_BITS = 20;

    private Chance() {}

    /** What a request draws random numbers for. No two purposes share a number. */
    public enum Purpose {
        /** The ranking of targets; place: the target. */
        RANKING(0),
        /** Whether a similar answer is checked. */
        SIMILAR_ANSWER(1),
        /** The pause before a retry; place: the target and how often it failed. */
        PAUSE(2);

        private final long firstPlace;

        Purpose(long order) {
            firstPlace = order << PLACES_BITS;
        }
    }

    /** Returns the number at a place of the sequence of a seed, 0 (included) to 1 (excluded). */
    public static double of(long seed, long place) {
        return (mix(seed + place * GOLDEN_GAMMA) >>> 11) * UNIT;
    }

    /** Returns a seed for the {@code number}-th use of {@code seed}. */
    public static long seed(long seed, long number) {
        return mix(seed ^ mix(number + GOLDEN_GAMMA));
    }

    /** Returns the seed of what the {@code number}-th request draws for one purpose. Range of its places: 0 to 2^20 - 1. */
    public static long seed(long seed, long number, Purpose purpose) {
        return seed(seed, number) + purpose.firstPlace * GOLDEN_GAMMA;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
