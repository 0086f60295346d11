package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.spi.guard.GuardPiece.Kind;

/** Is shown each text of a request or an answer in order, and says what goes on in its place. */
public interface Reader {
    /** Returns what goes on; the same object if nothing changes. */
    String text(Kind kind, String text);

    /**
     * Returns what goes on of a text that is a block of its own.
     *
     * @param continues whether the text before it was the block before it, so that both are read as one
     */
    default String block(Kind kind, String text, boolean continues) {
        return text(kind, text);
    }

    /** Is told of a part that holds no text a guard can read. */
    default void opaque() {}
}
