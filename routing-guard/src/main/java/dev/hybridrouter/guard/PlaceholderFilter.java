package dev.hybridrouter.guard;

import dev.hybridrouter.spi.guard.TextFilter;
import java.util.Map;

/** Turns names back into values while text comes. Holds back what may be the beginning of a name, and nothing else. */
final class PlaceholderFilter implements TextFilter {
    private final Map<String, String> valueByName;
    private final int longest;
    private final boolean json;
    private String held = "";

    PlaceholderFilter(Map<String, String> valueByName, int longest, boolean json) {
        this.valueByName = valueByName;
        this.longest = longest;
        this.json = json;
    }

    @Override
    public String push(String text) {
        if (held.isEmpty() && text.indexOf('[') < 0) {
            return text;
        }
        String all = held.concat(text);
        StringBuilder out = new StringBuilder(all.length());
        int done = 0;
        held = "";
        for (int open = all.indexOf('['); open >= 0; open = all.indexOf('[', Math.max(done, open + 1))) {
            int end = nameEnd(all, open);
            if (end == all.length() && end - open < longest && all.charAt(end - 1) != ']') {
                held = all.substring(open);
                return out.append(all, done, open).toString();
            }
            String value = valueByName.get(all.substring(open, end));
            if (value != null) {
                out.append(all, done, open).append(json ? JsonText.escaped(value) : value);
                done = end;
            }
        }
        return out.append(all, done, all.length()).toString();
    }

    /** The end of what can be a name: behind its bracket, or before the first character that no name has. */
    private static int nameEnd(String text, int open) {
        int i = open + 1;
        while (i < text.length()
                && (Chars.isUpper(text.charAt(i)) || Chars.isDigit(text.charAt(i)) || text.charAt(i) == '_')) {
            i++;
        }
        return i < text.length() && text.charAt(i) == ']' ? i + 1 : i;
    }

    @Override
    public String finish() {
        String rest = held;
        held = "";
        return rest;
    }
}
