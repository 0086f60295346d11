package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.core.internal.tools.Once;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.Ranker;
import dev.hybridrouter.spi.Ranking;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TargetView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A ranker of the host's, of which only permutations are believed. Thread-safe. */
final class AskedRanker {
    private final Ranker ranker;
    private final String name;
    private final Once warned = new Once();

    AskedRanker(Ranker ranker) {
        this.ranker = ranker;
        this.name = Check.name(ranker.name(), "ranker.name");
    }

    String name() {
        return name;
    }

    /** The order it gives the targets; null if it gives none. */
    @Nullable
    Ranking ask(RequestFacts request, List<TargetView> targets, double chance) {
        try {
            Ranking ranking = ranker.rank(request, targets, chance);
            if (isPermutation(ranking, targets)) {
                return ranking;
            }
            warn(request, "returned no permutation of its targets", null);
        } catch (Throwable e) {
            warn(request, "threw " + e.getClass().getSimpleName(), e);
        }
        return null;
    }

    private static boolean isPermutation(@Nullable Ranking ranking, List<TargetView> targets) {
        if (ranking == null || ranking.order().size() != targets.size()) {
            return false;
        }
        Set<TargetView> left = new HashSet<>(targets); // views are themselves only
        for (TargetView view : ranking.order()) {
            if (!left.remove(view)) {
                return false;
            }
        }
        return true;
    }

    private void warn(RequestFacts request, String what, @Nullable Throwable thrown) {
        if (warned.first()) {
            LogEvent.RANKER_FAILED
                    .line()
                    .with("ranker", name)
                    .with("request", request.number())
                    .with("cause", what)
                    .thrown(thrown == null ? null : SafeTrace.of(thrown))
                    .log();
        }
    }
}
