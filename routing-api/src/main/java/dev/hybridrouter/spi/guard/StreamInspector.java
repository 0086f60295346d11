package dev.hybridrouter.spi.guard;

import java.util.List;
import java.util.Optional;

/**
 * Inspects one block of a streamed answer before it is released. Text that may belong to something not yet complete is held
 * back, so that what is cut by the border of two pieces is found. Once it has blocked it releases nothing more.
 */
public interface StreamInspector extends TextFilter {
    /** Returns an inspector that finds nothing. */
    static StreamInspector passing() {
        return PassingInspector.INSTANCE;
    }

    /** The most characters it ever holds back. */
    int longestHold();

    /** The verdict that ended the stream; empty as long as it may go on. Ask after each {@link #push} and {@link #finish}. */
    Optional<GuardVerdict.Block> blocked();

    /** What was found till now. */
    List<GuardFinding> findings();
}
