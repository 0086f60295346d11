package dev.hybridrouter.core.price;

import dev.hybridrouter.api.internal.Check;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the prices of two books. Lines that differ only in source or the day they were read are the same.
 *
 * @param added prices of which the old book knew nothing on that day
 * @param removed lines that the new book lacks
 * @param changed prices that are different from what the old book says of the same key on the same day
 */
public record PriceBookDiff(List<PriceLine> added, List<PriceLine> removed, List<Change> changed) {
    /** Copies the lists. */
    public PriceBookDiff {
        added = Check.copy(added, "diff.added");
        removed = Check.copy(removed, "diff.removed");
        changed = Check.copy(changed, "diff.changed");
    }

    /**
     * A price that is different.
     *
     * @param before what the old book says of the day on which the new line begins to hold
     * @param after the new line
     */
    public record Change(PriceLine before, PriceLine after) {}

    /** Returns what differs between two books. */
    public static PriceBookDiff between(PriceBook before, PriceBook after) {
        Map<Place, PriceLine> gone = new HashMap<>();
        before.lines().forEach(line -> gone.put(Place.of(line), line));
        List<PriceLine> added = new ArrayList<>();
        List<Change> changed = new ArrayList<>();
        for (PriceLine line : after.lines()) {
            PriceLine same = gone.remove(Place.of(line));
            if (same == null || !same.perMillion().equals(line.perMillion())) {
                Optional<PriceLine> inForce = before.line(line.key(), line.validFrom());
                inForce.ifPresentOrElse(old -> changed.add(new Change(old, line)), () -> added.add(line));
            }
        }
        List<PriceLine> removed = before.lines().stream()
                .filter(line -> gone.containsKey(Place.of(line)))
                .toList();
        return new PriceBookDiff(added, removed, changed);
    }

    /** Whether the books say the same. */
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /** The differences for people: a line of counts, then one for each changed, added and removed price. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append(changed.size())
                .append(" changed, ")
                .append(added.size())
                .append(" added, ")
                .append(removed.size())
                .append(" removed");
        changed.forEach(change -> describe(text, '~', change.after(), change.before()));
        added.forEach(line -> describe(text, '+', line, null));
        removed.forEach(line -> describe(text, '-', line, null));
        return text.toString();
    }

    private static void describe(StringBuilder text, char sign, PriceLine line, @Nullable PriceLine before) {
        text.append('\n').append(sign).append(' ').append(line.key()).append(": ");
        if (before != null) {
            text.append(dollars(before)).append(" -> ");
        }
        text.append(dollars(line)).append(" from ").append(line.validFrom());
    }

    private static String dollars(PriceLine line) {
        BigDecimal usd = line.perMillion().toUsd().stripTrailingZeros();
        return "$" + usd.setScale(Math.max(2, usd.scale())).toPlainString();
    }

    /** Where a line stands in a book. */
    private record Place(PriceKey key, LocalDate validFrom) {
        static Place of(PriceLine line) {
            return new Place(line.key(), line.validFrom());
        }
    }
}
