package dev.hybridrouter.core.internal.affinity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.spi.RouterClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which beginnings of prompts the targets' caches are believed to hold, and until when. Learned from what answers report
 * of cache reads and writes; of targets that cache prompts but report nothing it is believed that they hold what they
 * were sent. Bounded; what is held no more is forgotten. Thread-safe.
 */
public final class PromptHolds {
    /** Rough size of a token, as strategies take it. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    /** What a block may be longer in tokens than the average of its prompt and still count as held. */
    private static final double TOLERANCE = 1.1;

    private final AffinityPolicy policy;
    private final RouterClock clock;
    private final List<Target> targets;
    private final int[] cacheOfTarget;
    private final int caches;
    private final Cache<PrefixKey, Holders> holders;

    /** Creates an empty memory of what these targets hold. */
    public PromptHolds(AffinityPolicy policy, List<Target> targets, RouterClock clock) {
        this.policy = policy;
        this.clock = clock;
        this.targets = List.copyOf(targets);
        this.cacheOfTarget = new int[targets.size()];
        Map<List<Object>, Integer> numbers = new HashMap<>();
        for (int i = 0; i < cacheOfTarget.length; i++) {
            cacheOfTarget[i] = numbers.computeIfAbsent(cache(targets.get(i)), name -> numbers.size());
        }
        this.caches = numbers.size();
        this.holders = Caffeine.newBuilder()
                .maximumSize(policy.maxPrefixes())
                .expireAfter(Expiry.<PrefixKey, Holders>writing(
                        (key, holding) -> Duration.ofNanos(holding.nanosLeft(clock.nanoTime()))))
                .ticker(clock::nanoTime)
                .executor(Runnable::run) // no threads of its own; what it has to do is little
                .build();
    }

    /** A provider keeps one cache for each model and region, and calls say which by the target's settings. */
    private static List<Object> cache(Target target) {
        return List.of(target.provider(), target.model(), target.region().orElse(""));
    }

    /** Returns how many tokens of a prompt each target is believed to hold now. */
    public long[] cachedTokens(PromptPrefixes prompt) {
        long now = clock.nanoTime();
        long[] byCache = new long[caches];
        int missing = caches;
        for (int i = prompt.count() - 1; i >= 0 && missing > 0; i--) {
            long tokens = prompt.characters(i) / CHARACTERS_PER_TOKEN;
            if (tokens < policy.minimumTokens() || tokens == 0) {
                break;
            }
            Holders holding = holders.getIfPresent(prompt.key(i));
            for (int cache = 0; holding != null && cache < caches; cache++) {
                if (byCache[cache] == 0 && holding.holds(cache, now)) {
                    byCache[cache] = tokens;
                    missing--;
                }
            }
        }
        long[] tokens = new long[cacheOfTarget.length];
        for (int target = 0; target < tokens.length; target++) {
            tokens[target] = byCache[cacheOfTarget[target]];
        }
        return tokens;
    }

    /** Forgets what a tenant sent; returns how many beginnings of prompts that were. */
    long forget(String tenant) {
        return holders.asMap().keySet().stream()
                .filter(key -> key.tenant().equals(tenant))
                .filter(key -> holders.asMap().remove(key) != null)
                .count();
    }

    /** Learns from the answer of a target to a prompt. */
    void learn(PromptPrefixes prompt, int target, TokenUsage usage) {
        double share = heldShare(target, usage);
        long now = clock.nanoTime();
        if (share == 0) {
            forget(prompt, cacheOfTarget[target], now);
            return;
        }
        long until = now + ttl(usage).toNanos();
        double held = share * prompt.characters() * TOLERANCE;
        int cache = cacheOfTarget[target];
        for (int i = 0; i < prompt.count() && prompt.characters(i) <= held; i++) {
            holders.asMap().compute(prompt.key(i), (key, known) -> (known == null ? Holders.none(caches, now) : known)
                    .until(cache, until));
        }
    }

    /** Which share of its input a target now holds; what it does not report is taken for all, if it caches at all. */
    private double heldShare(int target, TokenUsage usage) {
        if (usage.cacheRead().isEmpty() && usage.cacheWrite().isEmpty()) {
            return targets.get(target).capabilities().contains(Capability.PROMPT_CACHING) ? 1 : 0;
        }
        long cached = usage.cacheRead().orElse(0) + usage.cacheWrite().orElse(0);
        return cached == 0 ? 0 : (double) cached / (cached + usage.input().orElse(0));
    }

    private Duration ttl(TokenUsage usage) {
        return usage.cacheWriteByTtl().entrySet().stream()
                .filter(write -> write.getValue() > 0)
                .map(Map.Entry::getKey)
                .min(Duration::compareTo)
                .orElse(policy.ttl());
    }

    private void forget(PromptPrefixes prompt, int cache, long now) {
        for (int i = 0; i < prompt.count(); i++) {
            holders.asMap().computeIfPresent(prompt.key(i), (key, known) -> known.with(cache, now));
        }
    }
}
