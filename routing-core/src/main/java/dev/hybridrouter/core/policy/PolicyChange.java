package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;

/**
 * One field in which two policies differ.
 *
 * @param field which, for example {@code matrix.STANDARD.deadline}
 * @param before its value in the first, as text; {@code absent} if it has none
 * @param after its value in the second, as text; {@code absent} if it has none
 */
public record PolicyChange(String field, String before, String after) {
    /** Checks the parts. */
    public PolicyChange {
        Check.notBlank(field, "change.field");
        Check.notNull(before, "change.before");
        Check.notNull(after, "change.after");
    }

    @Override
    public String toString() {
        return field + ": " + before + " -> " + after;
    }
}
