package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.decision.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts the rejections of several targets together. */
public final class Rejections {
    private Rejections() {}

    /** Each rejection once, in order; of those that differ only in when to come back, the soonest. */
    public static List<Rejection> merged(Stream<Rejection> all) {
        List<Rejection> merged = new ArrayList<>();
        all.forEach(one -> {
            for (int i = 0; i < merged.size(); i++) {
                if (merged.get(i).isLike(one)) {
                    merged.set(i, sooner(merged.get(i), one));
                    return;
                }
            }
            merged.add(one);
        });
        return merged;
    }

    private static Rejection sooner(Rejection first, Rejection second) {
        Optional<Duration> one = first.retryAfter();
        Optional<Duration> other = second.retryAfter();
        boolean secondIsSooner =
                other.isPresent() && (one.isEmpty() || other.get().compareTo(one.get()) < 0);
        return secondIsSooner ? second : first;
    }
}
