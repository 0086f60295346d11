package dev.hybridrouter.core.quota;

import dev.hybridrouter.api.target.TargetId;
import java.util.Map;
import java.util.Optional;

/** The live twins of one router's buckets. Thread-safe. */
public final class QuotaTwins {
    private final Map<String, QuotaTwin> buckets;
    private final Map<TargetId, QuotaTwin> targets;

    QuotaTwins(Map<String, QuotaTwin> buckets, Map<TargetId, QuotaTwin> targets) {
        this.buckets = Map.copyOf(buckets);
        this.targets = Map.copyOf(targets);
    }

    /** Twins by bucket. */
    public Map<String, QuotaTwin> buckets() {
        return buckets;
    }

    /** The twin a target draws on; empty if nobody named its quota. */
    public Optional<QuotaTwin> of(TargetId target) {
        return Optional.ofNullable(targets.get(target));
    }
}
