package dev.hybridrouter.core.internal.similar;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.internal.cache.Answer;
import dev.hybridrouter.core.internal.cache.Answers;
import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds answers to similar requests. What a search that ends without one has learned is kept for a while as a {@link SearchTrace}, so that
 * nobody searches again before the call that is made instead has its answer. Thread-safe.
 */
public final class SimilarAnswers {
    /** How long a probe is kept whose call does not answer; until then the same request is not looked up again. */
    private static final Duration PROBE_LIFE = Duration.ofSeconds(30);

    private static final int MOST_PROBES = 10_000;

    private final SemanticPolicy policy;
    private final RouterClock clock;
    private final Tally tally = new Tally();
    private final Index index;
    private final EmbedderClient embedder;
    private final @Nullable Checks checks;
    private final Cache<CacheKey, SearchTrace> probes;

    /** Creates an empty index over answers. */
    public SimilarAnswers(SemanticPolicy policy, Answers answers, Time time, SideCalls sideCalls) {
        this.policy = policy;
        this.clock = time.clock();
        this.index = new Index(policy.maxEntries(), policy.maxEntriesPerContext(), answers);
        this.embedder = new EmbedderClient(policy, tally, sideCalls);
        this.checks = policy.errorLimit()
                .map(limit -> new Checks(limit, time.timer(), tally))
                .orElse(null);
        this.probes = Caffeine.newBuilder()
                .maximumSize(MOST_PROBES)
                .expireAfter(Expiry.<CacheKey, SearchTrace>writing(
                        (key, trace) -> Duration.ofNanos(Math.min(PROBE_LIFE.toNanos(), key.retentionNanos()))))
                .ticker(clock::nanoTime)
                .executor(Runnable::run)
                .build();
        answers.whenForgotten(this::forget);
    }

    private void forget(CacheKey key) {
        SimilarQuery question = SimilarQuery.of(key, policy.maxCharacters());
        if (question != null) {
            index.remove(question, key);
        }
    }

    /** What to look for on behalf of a request; null if nothing is to be looked for. */
    public @Nullable SimilarQuery question(CacheKey key) {
        RequestContext context = key.request().context();
        if (threshold(context) >= 1 || key.retentionNanos() == 0 || probes.getIfPresent(key) != null) {
            return null;
        }
        return SimilarQuery.of(key, policy.maxCharacters());
    }

    /** How similar a request must be for this one: never less than the operator asks for. */
    public double threshold(RequestContext context) {
        return Math.max(policy.threshold(), context.minSimilarity().orElse(0));
    }

    /** Looks for an answer. Ends once, on any thread. Returns what cancels it. */
    public Cancellable search(Asker asker) {
        return embedder.embed(asker, vector -> ended(asker, vector));
    }

    /** Who looks for a similar request. */
    public interface Asker {
        /** What the request is known by. */
        CacheKey key();

        /** What it asks. */
        SimilarQuery question();

        /** The request on whose behalf it is. */
        CallContext call();

        /** The request whose decision has what it cost: the first that still waits. */
        CallContext recorder();

        /** How long it can wait for the embedder, at least 1. */
        long patienceNanos();

        /** A random number, 0 (included) to 1 (excluded). */
        double chance();

        /** An answer was found. */
        void found(SimilarHit found);

        /** None was found, or none that may be given. */
        void foundNothing();
    }

    private void ended(Asker asker, @Nullable UnitVector vector) {
        SimilarHit best = vector == null ? null : best(asker, vector);
        if (best != null && mayServe(asker)) {
            tally.count(Tally.Search.HIT);
            asker.found(best);
            return;
        }
        // Hits of requests that ask for more are no fair sample of all hits.
        boolean isCheck = best != null && checks != null && threshold(asker) <= policy.threshold();
        probes.put(asker.key(), new SearchTrace(asker.question(), vector, isCheck ? best : null));
        asker.foundNothing();
    }

    private @Nullable SimilarHit best(Asker asker, UnitVector vector) {
        SimilarHit best = index.find(asker.question(), vector, threshold(asker), clock.nanoTime());
        if (best == null) {
            tally.count(Tally.Search.NONE);
        }
        return best;
    }

    private double threshold(Asker asker) {
        return threshold(asker.key().request().context());
    }

    private boolean mayServe(Asker asker) {
        if (checks == null) {
            return true;
        }
        if (!checks.areHitsProven(asker.key().request().context())) {
            tally.count(Tally.Search.UNPROVEN);
            return false;
        }
        boolean drawn = threshold(asker) <= policy.threshold() && checks.isDrawn(asker.chance());
        if (drawn) {
            tally.count(Tally.Search.CHECKED);
        }
        return !drawn;
    }

    /** What a search has left for the call that is made instead; null if there was none. */
    public @Nullable SearchTrace claim(CacheKey key) {
        return probes.getIfPresent(key);
    }

    /** The call that was made instead has its answer, which is remembered now. */
    public void answered(CacheKey key, SearchTrace probe, Answer real) {
        probes.invalidate(key);
        if (probe.vector() != null) {
            index.add(probe.question(), key, probe.vector());
        }
        if (probe.doubtful() != null
                && checks != null
                && probe.doubtful().answer().leftNanos(clock.nanoTime()) > 0) {
            checks.compare(key.request(), probe.doubtful().answer().response(), real.response());
        }
    }

    /** Drops what searches have left behind for those requests, and what was found out about a tenant's hits if one is named. */
    public void forget(Predicate<RequestContext> which, @Nullable String tenant) {
        probes.asMap().keySet().removeIf(key -> which.test(key.request().context()));
        if (checks != null && tenant != null) {
            checks.forget(tenant);
        }
    }

    /** What became of searches and checks. */
    public Tally tally() {
        return tally;
    }

    /** How many vectors are kept. */
    public long size() {
        return index.size();
    }

    /** The upper bound of the share of wrong hits where it is largest; NaN if nothing was checked. */
    public double worstBound() {
        return checks == null ? Double.NaN : checks.worstBound();
    }
}
