package dev.hybridrouter.guard;

import java.util.stream.Stream;

/**
 * Words that say what a number is. A word that ends in {@code *} stands for all that begin with it; all are in lower case.
 */
final class Context {
    /** How far before a number its name may begin. */
    private static final int BEFORE = 64;

    /** How far behind a number its name may stand, in parentheses. */
    private static final int AFTER = 24;

    private static final int LETTERS = 26;

    /** The words by their first letter from a to z; behind them those that begin with another. */
    private final String[][] words = new String[LETTERS + 1][];

    private Context(String... words) {
        for (int i = 0; i <= LETTERS; i++) {
            int place = i;
            this.words[i] = Stream.of(words)
                    .filter(word -> place(word.charAt(0)) == place)
                    .toArray(String[]::new);
        }
    }

    private static int place(char first) {
        return Chars.isLower(first) ? first - 'a' : LETTERS;
    }

    static Context of(String... words) {
        return new Context(words);
    }

    /** Whether one of the words stands before the number, or in parentheses behind it. */
    boolean isNear(Text text, int start, int end) {
        return isBefore(text, start) || isBehind(text, end);
    }

    /** Whether one of the words stands before, at most 64 characters off. */
    boolean isBefore(Text text, int start) {
        return isBefore(text, start, BEFORE);
    }

    /** Whether one of the words begins before, at most so many characters off. */
    boolean isBefore(Text text, int start, int distance) {
        return isWithin(text, Math.max(0, start - distance), start);
    }

    private boolean isBehind(Text text, int end) {
        int from = end;
        while (Chars.isSpace(text.at(from)) && from - end < 2) {
            from++;
        }
        if (text.at(from) != '(') {
            return false;
        }
        int to = from + 1;
        while (to - from < AFTER && text.at(to) != ')' && text.at(to) != Text.NOTHING) {
            to++;
        }
        return isWithin(text, from, to);
    }

    private boolean isWithin(Text text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Chars.isWord(text.at(i)) && !Chars.isWord(text.at(i - 1)) && stands(text, i, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean stands(Text text, int position, int to) {
        char first = Character.toLowerCase(text.at(position));
        for (String word : words[place(first)]) {
            if (word.charAt(0) == first && stands(text, position, to, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean stands(Text text, int position, int to, String word) {
        boolean open = word.endsWith("*");
        int length = open ? word.length() - 1 : word.length();
        if (position + length > to) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Character.toLowerCase(text.at(position + i)) != word.charAt(i)) {
                return false;
            }
        }
        return open || position + length == to || !Chars.isWord(text.at(position + length));
    }
}
