package dev.hybridrouter.core.quota;

/**
 * How the twin lets a minute's quota come back. AWS documents how much a minute holds and what a call takes from it, not
 * how the minute runs: as a bucket that refills all the time, as a minute by the clock, or as the last 60 seconds.
 */
public enum QuotaWindow {
    /**
     * As {@link #REFILLING} until the provider throttles a call that {@link #ROLLING} would have held back, and then as that
     * for four hours. Costs a few throttles where the minute does not refill, and nothing where
     * it does.
     */
    LEARNED,

    /**
     * What was taken counts for the 60 seconds that follow, and up to one more, since it is kept by the second. The
     * strictest of the three: any minute by the clock lies within such a window, and a bucket of one minute's size has
     * refilled what an earlier window took. So calls that keep to it are refused by none of them.
     */
    ROLLING,

    /**
     * What was taken comes back evenly, a sixtieth of the quota each second. Admits up to twice the quota within a minute
     * that follows an idle one, as the provider does if it keeps such a bucket; if it counts minutes instead, it refuses
     * what was too much.
     */
    REFILLING
}
