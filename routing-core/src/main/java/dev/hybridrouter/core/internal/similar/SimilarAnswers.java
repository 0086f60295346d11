package dev.hybridrouter.core.internal.similar;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.internal.cache.Answer;
import dev.hybridrouter.core.internal.cache.Answers;
import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.money.SideCharge;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.way.Stops;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import dev.hybridrouter.spi.cache.EmbeddingCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds answers to similar requests. What a search that ends without one has learned is kept for a while as a {@link Probe}, so that
 * nobody searches again before the call that is made instead has its answer. Thread-safe.
 */
public final class SimilarAnswers {
    /** How long a probe is kept whose call does not answer; until then the same request is not looked up again. */
    private static final Duration PROBE_LIFE = Duration.ofSeconds(30);

    private static final int MOST_PROBES = 10_000;
    /** Tokens that a model may add to a text of its own. */
    private static final int SPECIAL_TOKENS = 16;

    private final SemanticPolicy policy;
    private final RouterClock clock;
    private final Tally tally = new Tally();
    private final Index index;
    private final Desk desk;
    private final @Nullable Checks checks;
    private final Cache<CacheKey, Probe> probes;

    /** Creates an empty index over answers; the kill switch stops its calls too. */
    public SimilarAnswers(
            SemanticPolicy policy, Answers answers, RouterClock clock, GuardedTimer timer, Stops control) {
        this.policy = policy;
        this.clock = clock;
        this.index = new Index(policy.maxEntries(), policy.maxEntriesPerContext(), answers);
        this.desk = new Desk(policy, clock, timer, tally, control);
        this.checks = policy.errorLimit()
                .map(limit -> new Checks(limit, timer, tally))
                .orElse(null);
        this.probes = Caffeine.newBuilder()
                .maximumSize(MOST_PROBES)
                .expireAfterWrite(PROBE_LIFE)
                .ticker(clock::nanoTime)
                .executor(Runnable::run)
                .build();
        answers.whenForgotten(this::forget);
    }

    private void forget(CacheKey key) {
        Question question = Question.of(key, policy.maxCharacters());
        if (question != null) {
            index.remove(question, key);
        }
    }

    /** What to look for on behalf of a request; null if nothing is to be looked for. */
    public @Nullable Question question(CacheKey key) {
        RequestContext context = key.request().context();
        if (threshold(context) >= 1 || probes.getIfPresent(key) != null) {
            return null;
        }
        Question question = Question.of(key, policy.maxCharacters());
        if (question != null && !desk.mayAsk(context)) {
            tally.count(Tally.Search.FORBIDDEN);
            return null;
        }
        return question;
    }

    /** How similar a request must be for this one: never less than the operator asks for. */
    public double threshold(RequestContext context) {
        return Math.max(policy.threshold(), context.minSimilarity().orElse(0));
    }

    /** The longest a search may take for a request that has so much time left. */
    public long limitNanos(long remainingNanos) {
        return Math.max(1, Math.min(policy.timeLimit().toNanos(), remainingNanos / 4));
    }

    /** More than a look-up can cost, as a token is at least one byte of the text; null if the price is unknown. */
    public @Nullable Money mostCost(Question question) {
        return desk.cost((long) question.text().getBytes(StandardCharsets.UTF_8).length + SPECIAL_TOKENS);
    }

    /**
     * Looks for an answer. Told once, on any thread.
     *
     * @param asker whose request it is
     * @param charge what the embedding costs; null if the budgets do not allow one
     */
    public Cancellable search(Asker asker, @Nullable SideCharge charge) {
        if (charge == null) {
            tally.count(Tally.Search.FORBIDDEN);
            ended(asker, null, Money.ZERO);
            return () -> {};
        }
        EmbeddingCall call = new EmbeddingCall(
                asker.question().text(), asker.key().request().context(), Duration.ofNanos(asker.limitNanos()));
        return desk.ask(call, charge, (vector, cost) -> ended(asker, vector, cost));
    }

    /** Who looks for a similar request. */
    public interface Asker {
        /** The request. */
        CacheKey key();

        /** What it asks. */
        Question question();

        /** How long to wait. */
        long limitNanos();

        /** A random number, 0 (included) to 1 (excluded). */
        double chance();

        /** An answer was found, at a cost that is null if it is unknown. */
        void found(Found found, @Nullable Money cost);

        /** None was found, or none that may be given. */
        void foundNothing();
    }

    private void ended(Asker asker, @Nullable UnitVector vector, @Nullable Money cost) {
        tally.spent(cost);
        Found best = vector == null ? null : best(asker, vector);
        if (best != null && mayServe(asker)) {
            tally.count(Tally.Search.HIT);
            asker.found(best, cost);
            return;
        }
        // Hits of requests that ask for more are no fair sample of all hits.
        boolean isCheck = best != null && checks != null && threshold(asker) <= policy.threshold();
        probes.put(asker.key(), new Probe(asker.question(), vector, isCheck ? best : null, cost));
        asker.foundNothing();
    }

    private @Nullable Found best(Asker asker, UnitVector vector) {
        Found best = index.find(asker.question(), vector, threshold(asker), clock.nanoTime());
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

    /** What a search has left for the call that is made instead; null if there was none. Its cost is told once. */
    public @Nullable Probe claim(CacheKey key) {
        Probe probe = probes.getIfPresent(key);
        return probe == null || probes.asMap().replace(key, probe, probe.paid()) ? probe : claim(key);
    }

    /** The call that was made instead has its answer, which is remembered now. */
    public void answered(CacheKey key, Probe probe, Answer real) {
        probes.invalidate(key);
        if (probe.vector() != null) {
            index.add(probe.question(), key, probe.vector());
        }
        if (probe.doubtful() != null && checks != null) {
            checks.compare(key.request(), probe.doubtful().answer().response(), real.response());
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
