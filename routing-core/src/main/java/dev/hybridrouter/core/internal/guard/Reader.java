package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.spi.guard.GuardPiece.Kind;

/** Is shown each text of a request or an answer in order, and says what goes on in its place. */
public interface Reader {
    /** Returns what goes on; the same object if nothing changes. */
    String text(Kind kind, String text);

    /** Is told of a part that holds no text a guard can read. */
    default void opaque() {}
}
