package dev.hybridrouter.spi.guard;

import dev.hybridrouter.api.internal.Check;

/**
 * A text to inspect. Its {@code toString} tells kind and size only.
 *
 * @param kind what it is part of
 * @param text the text; for {@link Kind#TOOL_INPUT} the text of a JSON object
 * @param continues whether it goes on where the piece before it ended: both are adjacent text blocks of one message, of the
 *     system text or of one tool result, and a model reads them as one. What stands in the place of text of several pieces
 *     belongs to the first of them
 */
public record GuardPiece(Kind kind, String text, boolean continues) {
    /** What a text is part of. */
    public enum Kind {
        /** The system text. */
        SYSTEM,
        /** What the user says. */
        USER,
        /** What the model says. */
        ASSISTANT,
        /** What the model thinks. */
        REASONING,
        /** The arguments of a tool use: JSON, in which strings are escaped. A replacement has to be JSON again. */
        TOOL_INPUT,
        /** What a tool answered: text, or JSON. */
        TOOL_RESULT,
        /** The name or the text of a document. */
        DOCUMENT,
        /** The description of a tool, or a schema as JSON. */
        DEFINITION,
        /** Of a finding only: the guard does not tell. */
        UNKNOWN
    }

    /** Refuses null. */
    public GuardPiece {
        Check.notNull(kind, "piece.kind");
        Check.notNull(text, "piece.text");
    }

    /** Creates a piece that stands alone. Refuses null. */
    public GuardPiece(Kind kind, String text) {
        this(kind, text, false);
    }

    @Override
    public String toString() {
        return kind + "[" + text.length() + " characters]";
    }
}
