package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.internal.waiting.WaitingRoom;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.internal.way.ViewContributor;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TargetView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the quotas of a router's targets leave: claims on them. Thread-safe. */
final class Headroom implements ViewContributor {
    private final List<Target> targets;
    private final @Nullable Bucket[] buckets; // by target
    private final InputEstimates estimates;
    private final @Nullable MaxTokensSizer sizer;
    private final WaitingRoom<Hold> waiting;

    /**
     * Creates the twins of these quotas, which believe nothing to be used yet.
     *
     * @param sizer lowers what calls may answer; null if nothing does
     */
    Headroom(Quotas quotas, Foundation foundation, @Nullable MaxTokensSizer sizer) {
        List<Target> targets = foundation.targets();
        RouterClock clock = foundation.time().clock();
        Map<String, Bucket> byName = new HashMap<>();
        quotas.buckets()
                .forEach((name, limits) ->
                        byName.put(name, new Bucket(name, QuotaTwin.of(limits, quotas.policy(), clock.nanoTime()))));
        this.targets = List.copyOf(targets);
        this.buckets = new Bucket[targets.size()];
        for (int i = 0; i < buckets.length; i++) {
            String name = quotas.targets().get(targets.get(i).id());
            buckets[i] = name == null ? null : byName.get(name);
        }
        this.estimates = foundation.estimates();
        this.sizer = sizer;
        this.waiting = foundation.waiting();
    }

    /** What a request wants of a target's quota; null if that has none. */
    @Nullable
    Claim claim(int target, RequestFacts facts) {
        Bucket bucket = buckets[target];
        if (bucket == null) {
            return null;
        }
        int most = facts.parameters().maxTokens().orElse(bucket.twin().limits().modelMaxTokens());
        MaxTokensChoice cap = cap(targets.get(target).model(), facts, most);
        // A guess must not keep a call away for ever: at most it waits until the whole bucket is there.
        long room = Math.max(0, bucket.twin().mostTokens() - cap.maxTokens());
        long input = Math.min(room, estimates.tokens(target, facts));
        return new Claim(this, bucket, target, input, cap, facts);
    }

    private MaxTokensChoice cap(String model, RequestFacts facts, int most) {
        MaxTokensSizer sizing = sizer;
        return sizing == null
                ? new MaxTokensChoice(
                        facts.context().tenant(), model, facts.context().operation(), most, most)
                : sizing.choose(facts.context().tenant(), model, facts.context().operation(), most);
    }

    /** Shows how long each target's quota would make a request wait. Holds nothing. */
    @Override
    public void show(CallContext call, TargetView.Builder[] views, long nowNanos) {
        for (int i = 0; i < views.length; i++) {
            Claim claim = claim(i, call.facts());
            if (claim != null) {
                views[i].quotaWaitNanos(claim.expectedWaitNanos(nowNanos));
            }
        }
    }

    /** Whether requests wait for a bucket, whom others must not overtake. */
    boolean isAwaited(Bucket bucket) {
        return waiting.isAwaited(bucket);
    }

    void answered(Claim claim, ModelResponse response) {
        MaxTokensSizer sizing = sizer;
        if (sizing != null && response.usage().output().isPresent()) {
            sizing.answered(claim.cap(), response.usage().output().getAsLong(), response.stopReason());
        }
    }

    TargetId target(int target) {
        return targets.get(target).id();
    }

    /** Room may have come free. */
    void ended() {
        waiting.serve();
    }
}
