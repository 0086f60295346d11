package dev.hybridrouter.spi.guard;

import java.util.List;

/**
 * An inspector that reads adjacent blocks of the same kind as one text, so that what is cut by the border of two blocks is
 * found. A guard that returns one from {@link LocalGuard#inspectStream} is told where a block ends and the next one begins;
 * one that returns another inspector is asked for a new one for each block. For one thread at a time.
 */
public interface BlockSpanningInspector extends StreamInspector {
    /** Says that the block has ended, and that what is pushed from now on belongs to the next one. Releases nothing. */
    void nextBlock();

    /**
     * Returns where, in what the last {@link #push} or {@link #finish} returned, blocks end: for each {@link #nextBlock} of
     * which all before it is released now, how many characters of the returned text stand before it, in ascending order. What
     * stands in the place of text of several blocks belongs to the first of them. Never null; empty if no block ends in it.
     */
    List<Integer> blockEnds();
}
