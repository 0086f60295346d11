package dev.hybridrouter.core.internal.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * Text that goes on of a streamed answer: the first part belongs to the block that was open before, each further one to the
 * next block. For one thread at a time.
 */
final class BlockTexts {
    private final List<StringBuilder> parts = new ArrayList<>();

    BlockTexts() {
        parts.add(new StringBuilder());
    }

    static BlockTexts of(String text) {
        BlockTexts texts = new BlockTexts();
        texts.add(text, List.of());
        return texts;
    }

    /** The end of a block, and nothing of the next one yet. */
    static BlockTexts ofNextBlock() {
        BlockTexts texts = new BlockTexts();
        texts.parts.add(new StringBuilder());
        return texts;
    }

    /** Adds text in which blocks end. */
    void add(String text, List<Integer> ends) {
        int done = 0;
        for (int end : ends) {
            last().append(text, done, end);
            parts.add(new StringBuilder());
            done = end;
        }
        last().append(text, done, text.length());
    }

    private StringBuilder last() {
        return parts.get(parts.size() - 1);
    }

    /** One part for each block. */
    List<String> parts() {
        return parts.stream().map(StringBuilder::toString).toList();
    }
}
