package dev.hybridrouter.spi.guard;

/**
 * Takes a text piece by piece and lets it go on, changed or not, perhaps later. For one thread at a time; used for one text.
 * What goes on depends on the whole text only, not on how it was cut.
 */
public interface TextFilter {
    /** Returns a filter that lets everything go on at once. */
    static TextFilter passing() {
        return PassingFilter.INSTANCE;
    }

    /** Takes more of the text and returns what may go on now; may be empty. */
    String push(String text);

    /** Says that the text is whole and returns what was held back. Nothing may follow. */
    String finish();

    /** Passes a whole text through. */
    default String whole(String text) {
        String begun = push(text);
        String rest = finish();
        return rest.isEmpty() ? begun : begun.concat(rest);
    }
}
