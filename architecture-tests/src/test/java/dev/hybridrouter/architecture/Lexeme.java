package dev.hybridrouter.architecture;

/** The smallest pieces of Java: a comment, a piece of quoted text, or any other character. */
final class Lexeme {
    private static final String TEXT_BLOCK = "\"\"\"";

    private Lexeme() {}

    static boolean isComment(String text, int at) {
        return text.startsWith("//", at) || text.startsWith("/*", at);
    }

    /** Where the piece ends that starts here. */
    static int end(String text, int at) {
        if (text.startsWith("//", at)) {
            return indexOrEnd(text.indexOf('\n', at), 0, text);
        }
        if (text.startsWith("/*", at)) {
            return indexOrEnd(text.indexOf("*/", at + 2), 2, text);
        }
        if (text.startsWith(TEXT_BLOCK, at)) {
            return endOfQuoted(text, at, TEXT_BLOCK);
        }
        char first = text.charAt(at);
        return first == '"' || first == '\'' ? endOfQuoted(text, at, String.valueOf(first)) : at + 1;
    }

    private static int endOfQuoted(String text, int at, String quote) {
        int i = at + quote.length();
        while (i < text.length() && !text.startsWith(quote, i)) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), i + quote.length());
    }

    private static int indexOrEnd(int index, int length, String text) {
        return index < 0 ? text.length() : index + length;
    }
}
