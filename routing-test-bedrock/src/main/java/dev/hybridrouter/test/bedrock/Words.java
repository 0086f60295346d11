package dev.hybridrouter.test.bedrock;

import java.util.ArrayList;
import java.util.List;

/** Words, which stand for tokens here: counting them and cutting text at their ends. */
final class Words {
    private static final int CHARACTERS_PER_WORD = 8;

    private Words() {}

    static int count(String text) {
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            if (!space && !inWord) {
                words++;
            }
            inWord = !space;
        }
        return words;
    }

    static int count(List<ReplyContent> content) {
        return content.stream().mapToInt(Words::count).sum();
    }

    static int count(ReplyContent block) {
        if (block instanceof ReplyContent.Text text) {
            return count(text.text());
        } else if (block instanceof ReplyContent.Reasoning reasoning) {
            return count(reasoning.text());
        } else if (block instanceof ReplyContent.ToolUse tool) {
            return count(tool.inputJson());
        }
        return 0;
    }

    /** Cuts text into pieces of so many words; the pieces put together are the text. */
    static List<String> pieces(String text, int words) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        int seen = 0;
        for (int i = 0; i < text.length(); i++) {
            if (startsWord(text, i) && ++seen > words) {
                pieces.add(text.substring(start, i));
                start = i;
                seen = 1;
            }
        }
        if (start < text.length()) {
            pieces.add(text.substring(start));
        }
        return pieces;
    }

    /** Cuts text without regard to words. */
    static List<String> fragments(String text, int words) {
        int size = words * CHARACTERS_PER_WORD;
        List<String> fragments = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + size);
            if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
                end++;
            }
            fragments.add(text.substring(start, end));
            start = end;
        }
        return fragments;
    }

    private static boolean startsWord(String text, int index) {
        return !Character.isWhitespace(text.charAt(index))
                && (index == 0 || Character.isWhitespace(text.charAt(index - 1)));
    }
}
