package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;

/**
 * One piece of an answer as it arrives. Pieces with the same {@code block} belong to one content block; blocks are
 * numbered from 0 in the order in which they begin. Every {@code toString} tells kind and size, never the content.
 */
public sealed interface Delta {
    /** Number of the content block this piece belongs to. */
    int block();

    /**
     * Whether a caller sees something new: text, reasoning or tool input. Headers and empty pieces are not content, and
     * a router may hold them back until content follows.
     */
    boolean isContent();

    /**
     * More text.
     *
     * @param block number of the content block
     * @param text the piece
     */
    record TextDelta(int block, String text) implements Delta {
        /** Checks the block number. */
        public TextDelta {
            Check.atLeast(0, block, "delta.block");
            Check.notNull(text, "delta.text");
        }

        @Override
        public boolean isContent() {
            return !text.isEmpty();
        }

        @Override
        public String toString() {
            return "TextDelta[block " + block + ", " + text.length() + " characters]";
        }
    }

    /**
     * More reasoning.
     *
     * @param block number of the content block
     * @param text the piece
     */
    record ReasoningDelta(int block, String text) implements Delta {
        /** Checks the block number. */
        public ReasoningDelta {
            Check.atLeast(0, block, "delta.block");
            Check.notNull(text, "delta.text");
        }

        @Override
        public boolean isContent() {
            return !text.isEmpty();
        }

        @Override
        public String toString() {
            return "ReasoningDelta[block " + block + ", " + text.length() + " characters]";
        }
    }

    /**
     * The signature of a reasoning block.
     *
     * @param block number of the content block
     * @param signature the provider's signature
     */
    record ReasoningSignature(int block, String signature) implements Delta {
        /** Checks the block number. */
        public ReasoningSignature {
            Check.atLeast(0, block, "delta.block");
            Check.notNull(signature, "delta.signature");
        }

        @Override
        public boolean isContent() {
            return false;
        }
    }

    /**
     * The beginning of a tool use; its input follows in pieces.
     *
     * @param block number of the content block
     * @param id identifies the tool use
     * @param name the tool's name
     */
    record ToolUseStarted(int block, String id, String name) implements Delta {
        /** Checks the block number. */
        public ToolUseStarted {
            Check.atLeast(0, block, "delta.block");
            Check.notBlank(id, "delta.id");
            Check.notBlank(name, "delta.name");
        }

        @Override
        public boolean isContent() {
            return false;
        }
    }

    /**
     * More of a tool's input: a fragment of JSON text, not JSON by itself.
     *
     * @param block number of the content block
     * @param fragment the piece
     */
    record ToolInputDelta(int block, String fragment) implements Delta {
        /** Checks the block number. */
        public ToolInputDelta {
            Check.atLeast(0, block, "delta.block");
            Check.notNull(fragment, "delta.fragment");
        }

        @Override
        public boolean isContent() {
            return !fragment.isEmpty();
        }

        @Override
        public String toString() {
            return "ToolInputDelta[block " + block + ", " + fragment.length() + " characters]";
        }
    }

    /**
     * A block that is complete: a tool use whose input was assembled and parsed, encrypted reasoning, or media that
     * arrives in one piece.
     *
     * @param block number of the content block
     * @param content the whole block
     */
    record BlockCompleted(int block, Content content) implements Delta {
        /** Checks the block number. */
        public BlockCompleted {
            Check.atLeast(0, block, "delta.block");
            Check.notNull(content, "delta.content");
        }

        @Override
        public boolean isContent() {
            return true;
        }
    }
}
