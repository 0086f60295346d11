package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How somebody handles data, as the oracle sees it.
 *
 * @param called where it is called; null if unknown
 * @param regions where data are processed; null if unknown
 * @param regionsDay the day of the statement about the regions
 * @param kept seconds; null if unknown
 * @param shared 0 nobody, 1 operator, 2 maker of the model, 3 unknown
 * @param sharedIn where the copies are; empty if unknown
 * @param day of all other statements; null if undated
 */
record Facts(
        @Nullable String called,
        @Nullable Set<String> regions,
        long regionsDay,
        @Nullable Long kept,
        int shared,
        Set<String> sharedIn,
        @Nullable Long day) {
    static final List<Sharing> SHARINGS = List.of(Sharing.values());
    static final int OPERATOR = 1;
    static final int MAKER = 2;
    static final int UNKNOWN = 3;

    /** Returns the same for the router. */
    Handling handling() {
        Handling.Builder handling = Handling.builder().sharing(SHARINGS.get(shared));
        if (!sharedIn.isEmpty()) {
            handling.sharedIn(sharedIn.toArray(String[]::new));
        }
        if (called != null) {
            handling.callRegion(called);
        }
        if (regions != null) {
            handling.destinations(new Destinations(regions, LocalDate.ofEpochDay(regionsDay), "the fuzz"));
        }
        if (kept != null) {
            handling.retention(Duration.ofSeconds(kept));
        }
        if (day != null) {
            handling.declared(LocalDate.ofEpochDay(day), "the fuzz");
        }
        return handling.build();
    }

    Facts keeping(long seconds) {
        return new Facts(called, regions, regionsDay, seconds, shared, sharedIn, day);
    }

    /** Returns what holds of data that pass through both. */
    Facts with(@Nullable Facts way) {
        if (way == null) {
            return this;
        }
        Set<String> all = null;
        if (regions != null && way.regions != null) {
            all = new HashSet<>(regions);
            all.addAll(way.regions);
            if (way.called != null) {
                all.add(way.called);
            }
        }
        boolean copiesLost = (shared > 0 && sharedIn.isEmpty()) || (way.shared > 0 && way.sharedIn.isEmpty());
        Set<String> copies = new HashSet<>(sharedIn);
        copies.addAll(way.sharedIn);
        int widest = Math.max(shared, way.shared);
        return new Facts(
                called,
                all,
                Math.min(regionsDay, way.regionsDay),
                kept == null || way.kept == null ? null : Long.valueOf(Math.max(kept, way.kept)),
                widest,
                widest == UNKNOWN || copiesLost ? Set.of() : copies,
                day == null || way.day == null ? null : Long.valueOf(Math.min(day, way.day)));
    }
}
