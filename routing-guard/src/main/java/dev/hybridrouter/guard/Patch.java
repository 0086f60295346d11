package dev.hybridrouter.guard;

import org.jspecify.annotations.Nullable;

/** A text in which parts are replaced, from left to right. Makes a copy only if one is. */
final class Patch {
    private final String original;
    private @Nullable StringBuilder changed;
    private int done;

    Patch(String original) {
        this.original = original;
    }

    void replace(int start, int end, String replacement) {
        StringBuilder out = changed == null ? new StringBuilder(original.length()) : changed;
        changed = out.append(original, done, start).append(replacement);
        done = end;
    }

    /** The text with its replacements: the same object if there are none. */
    String result() {
        return changed == null
                ? original
                : changed.append(original, done, original.length()).toString();
    }
}
