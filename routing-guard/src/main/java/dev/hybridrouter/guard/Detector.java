package dev.hybridrouter.guard;

/**
 * Tells whether something begins at a place. Looks back at most {@link Text#LOOK_BACK} and ahead at most
 * {@link Text#LOOK_AHEAD} characters, and keeps no state.
 */
@FunctionalInterface
interface Detector {
    /** Offers what begins at {@code start}, which is the beginning of a word or number. */
    void look(Text text, int start, Best best);
}
