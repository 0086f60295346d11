package dev.hybridrouter.api.target;

import dev.hybridrouter.api.internal.Check;

/**
 * Name of a target, unique within a router. It appears in decisions, logs and as a metric tag.
 *
 * @param value 1 to 256 of {@code A-Z a-z 0-9 . _ : / @ -}, starting with a letter or digit
 */
public record TargetId(String value) {
    /** Refuses a malformed name. */
    public TargetId {
        Check.name(value, "target.id");
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return value;
    }
}
