package dev.hybridrouter.core.price;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the prices of two books, by what they say on each day, however their lines are cut. Books that
 * differ only in sources and the days these were read are the same.
 *
 * @param changes in the order of their keys, and by day
 */
public record PriceBookDiff(List<PriceChange> changes) {
    /** Copies the list. */
    public PriceBookDiff {
        changes = Check.copy(changes, "diff.changes");
    }

    /** Returns what differs between two books. */
    public static PriceBookDiff between(PriceBook before, PriceBook after) {
        NavigableMap<PriceKey, TreeSet<LocalDate>> days = new TreeMap<>();
        for (PriceBook book : List.of(before, after)) {
            book.lines().forEach(line -> days.computeIfAbsent(line.key(), key -> new TreeSet<>())
                    .add(line.validFrom()));
        }
        List<PriceChange> changes = new ArrayList<>();
        days.forEach((key, turns) -> changes.addAll(periods(key, turns, before, after)));
        return new PriceBookDiff(changes);
    }

    /** The periods in which the books differ on a key; {@code turns} are the days on which one of them changes its mind. */
    private static Deque<PriceChange> periods(
            PriceKey key, TreeSet<LocalDate> turns, PriceBook before, PriceBook after) {
        Deque<PriceChange> periods = new ArrayDeque<>();
        for (LocalDate day : turns) {
            Money was = price(before, key, day);
            Money is = price(after, key, day);
            if (!Objects.equals(was, is)) {
                PriceChange period = new PriceChange(key, was, is, day, turns.higher(day));
                PriceChange last = periods.peekLast();
                periods.addLast(
                        last != null && period.continues(last)
                                ? period.from(periods.removeLast().from())
                                : period);
            }
        }
        return periods;
    }

    private static @Nullable Money price(PriceBook book, PriceKey key, LocalDate day) {
        return book.line(key, day).map(PriceLine::perMillion).orElse(null);
    }

    /** Whether the books say the same. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The differences for people: a line of counts, then one for each change. */
    public String describe() {
        long added =
                changes.stream().filter(change -> change.before().isEmpty()).count();
        long removed =
                changes.stream().filter(change -> change.after().isEmpty()).count();
        StringBuilder text = new StringBuilder()
                .append(changes.size() - added - removed)
                .append(" changed, ")
                .append(added)
                .append(" added, ")
                .append(removed)
                .append(" removed");
        changes.forEach(change -> text.append('\n').append(change));
        return text.toString();
    }
}
