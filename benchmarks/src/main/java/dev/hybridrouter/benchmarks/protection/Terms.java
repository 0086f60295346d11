package dev.hybridrouter.benchmarks.protection;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one request is bound to, all told.
 *
 * @param regions null for everywhere
 * @param kept seconds; the largest number for any time
 * @param age of evidence in days; the largest number for any
 * @param barred whether nothing may be done with it at all
 */
record Terms(@Nullable Set<String> regions, long kept, int shared, int age, boolean cacheless, boolean barred) {
    static Terms of(Rule own, boolean consented, List<Rule> rules) {
        Set<String> regions = own.regions() == null ? null : new HashSet<>(own.regions());
        long kept = own.kept() == null ? Long.MAX_VALUE : own.kept();
        int shared = own.shared();
        int age = own.age() == null ? Integer.MAX_VALUE : own.age();
        boolean cacheless = own.cacheless();
        boolean barred = false;
        boolean placed = false;
        for (Rule rule : rules) {
            if (rule.regions() != null) {
                regions = regions == null ? new HashSet<>(rule.regions()) : regions;
                regions.retainAll(rule.regions());
            }
            kept = rule.kept() == null ? kept : Math.min(kept, rule.kept());
            shared = Math.min(shared, rule.shared());
            age = rule.age() == null ? age : Math.min(age, rule.age());
            cacheless |= rule.cacheless();
            barred |= rule.consent() && !consented;
            barred |= rule.purpose() != null && !rule.purpose().equals(own.purpose());
            placed |= rule.placed();
        }
        barred |= regions != null && regions.isEmpty();
        barred |= placed && regions == null;
        return new Terms(regions, kept, shared, age, cacheless, barred);
    }

    boolean bind() {
        return regions != null || kept != Long.MAX_VALUE || shared != Facts.UNKNOWN;
    }

    /** Whether whoever handles data so may have those of this request on that day. */
    boolean allow(Facts facts, long today) {
        return !barred && allowPlace(facts, today) && allowTime(facts, today) && allowCopies(facts, today);
    }

    private boolean allowPlace(Facts facts, long today) {
        if (regions == null) {
            return true;
        }
        boolean known = facts.regions() != null && isFresh(facts.regionsDay(), today);
        boolean inside = known
                && facts.regions() != null
                && regions.containsAll(facts.regions())
                && (facts.called() == null || regions.contains(facts.called()));
        boolean copiesKnown = facts.shared() != Facts.MAKER
                || (!facts.sharedIn().isEmpty() && facts.day() != null && isFresh(facts.day(), today))
                || (!facts.sharedIn().isEmpty() && age == Integer.MAX_VALUE);
        return inside && copiesKnown && regions.containsAll(facts.sharedIn());
    }

    private boolean allowTime(Facts facts, long today) {
        return kept == Long.MAX_VALUE || (facts.kept() != null && facts.kept() <= kept && isDated(facts, today));
    }

    private boolean allowCopies(Facts facts, long today) {
        return shared == Facts.UNKNOWN || (facts.shared() <= shared && isDated(facts, today));
    }

    private boolean isDated(Facts facts, long today) {
        return age == Integer.MAX_VALUE || (facts.day() != null && isFresh(facts.day(), today));
    }

    private boolean isFresh(long day, long today) {
        return age == Integer.MAX_VALUE || today - day <= age;
    }
}
