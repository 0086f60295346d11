package dev.hybridrouter.spi.guard;

import dev.hybridrouter.api.internal.Check;

/**
 * What a guard found, where and how often; never the text itself.
 *
 * @param category the guard's name of it, for example {@code IBAN}; can serve as a metric tag
 * @param place what it was part of
 * @param count how often; at least 1
 */
public record GuardFinding(String category, GuardPiece.Kind place, int count) {
    /** Refuses a malformed category and a count below 1. */
    public GuardFinding {
        Check.name(category, "finding.category");
        Check.notNull(place, "finding.place");
        Check.atLeast(1, count, "finding.count");
    }

    @Override
    public String toString() {
        return count + " " + category + " in " + place;
    }
}
