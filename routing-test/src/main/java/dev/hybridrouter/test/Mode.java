package dev.hybridrouter.test;

/** In which of its two ways a provider adapter is called. */
public enum Mode {
    /** For a whole answer, by {@code call}. */
    CALL,
    /** For a stream of events, by {@code stream}. */
    STREAM
}
