package dev.hybridrouter.spi.guard;

/**
 * Brings back in an answer what a guard took out of its request. It belongs to one call: it is never stored, never shared
 * with a call that joined or is served from a cache, and forgotten with the call. Safe for use by many threads. Its
 * {@code toString} shows nothing of what it holds.
 */
@FunctionalInterface
public interface Restorer {
    /** Brings nothing back. */
    Restorer NONE = kind -> TextFilter.passing();

    /** Returns a filter for one block of the answer, which puts back what belongs there. */
    TextFilter open(GuardPiece.Kind kind);
}
