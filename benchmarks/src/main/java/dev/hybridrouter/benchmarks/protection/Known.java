package dev.hybridrouter.benchmarks.protection;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The oracle's knowledge of one target. A fact that is wider than somebody vouched for is unknown. */
final class Known {
    private final @Nullable Facts way;
    private Facts vouched;
    private Facts now;
    private Facts found;

    Known(Facts declared, @Nullable Facts way) {
        this.way = way;
        this.vouched = declared.with(way);
        this.now = vouched;
        this.found = vouched;
    }

    Facts now() {
        return now;
    }

    void vouch() {
        vouched = found;
        now = found;
    }

    void renew(Facts fresh) {
        found = fresh.with(way);
        boolean place = found.regions() != null
                && vouched.regions() != null
                && vouched.regions().containsAll(found.regions());
        boolean time = found.kept() != null && vouched.kept() != null && found.kept() <= vouched.kept();
        boolean copies = found.shared() != Facts.UNKNOWN
                && found.shared() <= vouched.shared()
                && vouched.shared() != Facts.UNKNOWN
                && vouched.sharedIn().containsAll(found.sharedIn());
        boolean placeCounts = place && (copies || !(leaves(found) || leaves(vouched)));
        now = new Facts(
                found.called(),
                placeCounts ? found.regions() : null,
                found.regionsDay(),
                time ? found.kept() : null,
                copies ? found.shared() : Facts.UNKNOWN,
                copies ? found.sharedIn() : Set.of(),
                found.day());
        vouched = new Facts(
                found.called(),
                place ? found.regions() : vouched.regions(),
                place ? found.regionsDay() : vouched.regionsDay(),
                time ? found.kept() : vouched.kept(),
                copies ? found.shared() : vouched.shared(),
                copies ? found.sharedIn() : vouched.sharedIn(),
                found.day());
    }

    private static boolean leaves(Facts facts) {
        return facts.shared() == Facts.MAKER || !facts.sharedIn().isEmpty();
    }
}
