package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.internal.cache.SharedTally.Call;
import dev.hybridrouter.core.internal.cache.SharedTally.Result;
import dev.hybridrouter.core.internal.cache.form.Seals;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.tools.Residency;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import dev.hybridrouter.spi.cache.SharedCache;
import dev.hybridrouter.spi.cache.SharedKey;
import dev.hybridrouter.spi.cache.SharedScope;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The second level: a store of answers that routers share. Whatever it does, or does not, it fails no request: what it
 * cannot answer in time is a miss. Thread-safe.
 */
public final class SharedAnswers {
    /** What it is called in decisions, meters and the data map. */
    public static final String NAME = "second-level";

    private final SecondLevel policy;
    private final CachePolicy cachePolicy;
    private final SharedCache cache;
    private final Seals seals;
    private final RouterClock clock;
    private final Residency residency;
    private final Map<TargetId, Target> targets;
    private final Removals removals = new Removals();
    private final SharedLine line;

    /** Creates the second level of one router. */
    public SharedAnswers(
            SecondLevel policy, CachePolicy cachePolicy, RouterClock clock, SideCalls sideCalls, List<Target> targets) {
        this.policy = policy;
        this.cachePolicy = cachePolicy;
        this.cache = policy.cache();
        this.seals = new Seals(policy.secret());
        this.clock = clock;
        this.residency = new Residency(clock);
        this.targets = targets.stream().collect(Collectors.toUnmodifiableMap(Target::id, Function.identity()));
        this.line = new SharedLine(policy, clock, sideCalls);
    }

    /** Receives what was found. */
    public interface Finder {
        /** The request on whose behalf it is. */
        CallContext call();

        /** The request whose decision has the search: the first that still waits. */
        CallContext recorder();

        /** Whether the target may serve the request at all. */
        boolean mayServe(Target target);

        /** An answer that may be given; null if there is none. */
        void found(@Nullable Answer answer);
    }

    /** How its calls ended. */
    public SharedTally tally() {
        return line.tally();
    }

    /**
     * Whether it is worth preparing a call: it is in service, and may know of the request. Its gates have the last word.
     */
    public boolean isOpenTo(CacheKey key) {
        boolean open = line.isInService() && mayKnow(key.request().context());
        if (!open) {
            line.skipped(Call.FIND);
        }
        return open;
    }

    /** What binds those who process binds those who keep; unknown is not allowed. */
    private boolean mayKnow(RequestContext context) {
        return !context.maxRetention().map(Duration::isZero).orElse(false)
                && residency.refusal(context, keeping(Duration.ZERO)) == null;
    }

    /** How the store handles what it keeps for so long, which the router tells it. */
    private Handling keeping(Duration retention) {
        try {
            return cache.handling().toBuilder().retention(retention).build();
        } catch (Throwable e) {
            line.report(e);
            return Handling.unknown();
        }
    }

    /** The key by which others find the answer; null if it has none. */
    private @Nullable SharedKey key(CacheKey key) {
        try {
            byte[] form = KeyForm.of(key);
            return form == null ? null : seals.key(key.tenant(), form);
        } catch (Throwable e) { // from options, which are an adapter's code or the host's
            line.report(e);
            return null;
        }
    }

    /**
     * Looks for an answer.
     *
     * @param finder receives it once, on any thread, perhaps before this returns
     * @return cancels the search
     */
    public Cancellable find(CacheKey key, Finder finder) {
        SharedKey shared = key(key);
        if (shared == null) {
            line.skipped(Call.FIND);
            finder.found(null);
            return () -> {};
        }
        Search search = new Search(key, shared, finder);
        return line.find(
                line.call(() -> cache.find(shared))
                        .onBehalfOf(finder.call())
                        .recordedBy(finder::recorder)
                        .handling(keeping(Duration.ZERO)) // it is shown a key only
                        .check(found -> search.read(found.orElse(null))),
                finder.call().remaining(clock.nanoTime()),
                search);
    }

    /** Judges what was found. */
    private final class Search implements SharedLine.Found {
        private final CacheKey key;
        private final SharedKey shared;
        private final Finder finder;
        private @Nullable Answer answer;
        private Result result = Result.MISS;

        Search(CacheKey key, SharedKey shared, Finder finder) {
            this.key = key;
            this.shared = shared;
            this.finder = finder;
        }

        boolean read(byte @Nullable [] bytes) {
            answer = bytes == null ? null : usable(bytes);
            result = answer != null ? Result.HIT : bytes == null ? Result.MISS : Result.UNUSABLE;
            return true;
        }

        @Override
        public Result result() {
            return result;
        }

        @Override
        public void ended() {
            finder.found(result == Result.HIT ? answer : null);
        }

        private @Nullable Answer usable(byte[] bytes) {
            byte[] opened = seals.opened(shared, bytes);
            Answer stored = opened == null ? null : AnswerForm.read(opened, targets, clock);
            if (stored == null || Storable.refusal(stored.response(), cachePolicy) != null) {
                return null;
            }
            Duration ttl = cachePolicy.ttl(finder.call().context().operation(), stored.cost());
            Answer own = stored.within(ttl.toNanos(), key.retentionNanos());
            boolean gone = own.staleNanos(clock.nanoTime()) >= 0
                    || removals.cover(key, own, AnswerForm.storedMillis(own, clock));
            return gone || !finder.mayServe(own.target()) ? null : own;
        }
    }

    /** Passes on an answer that was remembered just now. */
    public void store(CacheKey key, Answer answer) {
        RequestContext context = key.request().context();
        SharedKey shared = line.isInService() && mayKnow(context) ? key(key) : null;
        byte[] form = shared == null ? null : AnswerForm.of(answer, clock);
        if (shared == null || form == null || form.length > policy.maxAnswerBytes()) {
            line.skipped(Call.STORE);
            return;
        }
        byte[] sealed = seals.sealed(shared, form);
        Duration ttl = Duration.ofNanos(answer.freshNanos()); // which is within the request's retention
        long storedMillis = AnswerForm.storedMillis(answer, clock);
        line.store(
                line.call(() -> cache.put(shared, sealed, ttl, labels(answer)))
                        .context(context)
                        .handling(keeping(ttl)),
                () -> {
                    // Thrown away while it was being written: the store was told to remove it before it had it.
                    if (removals.cover(key, answer, storedMillis)) {
                        var unused = line.remove(() -> cache.remove(new SharedScope.Answer(shared)));
                    }
                });
    }

    private Set<String> labels(Answer answer) {
        Set<String> labels = new HashSet<>();
        labels.add(seals.label("model", answer.target().model()));
        answer.askers().known().forEach(tag -> labels.add(seals.label("tag", tag.getKey(), tag.getValue())));
        return Set.copyOf(labels);
    }

    /** Uses none of these any more, and asks the store to remove them. */
    CompletableFuture<Result> remove(Invalidation what, BiPredicate<CacheKey, Answer> which) {
        SharedScope scope = scope(what);
        removals.add(sealed(scope, which), clock.millis());
        return scope == null
                ? CompletableFuture.completedFuture(Result.DONE) // it was never given to the store
                : line.remove(() -> cache.remove(scope));
    }

    /** Asks the store to remove one answer, which it may know under other labels than those it is removed by. */
    void remove(CacheKey key) {
        SharedKey shared = key(key);
        if (shared != null) {
            var unused = line.remove(() -> cache.remove(new SharedScope.Answer(shared)));
        }
    }

    /** What a removal is about, as keyed hashes: what is remembered of it for long must not name whom it was about. */
    private BiPredicate<CacheKey, Answer> sealed(@Nullable SharedScope scope, BiPredicate<CacheKey, Answer> which) {
        if (scope instanceof SharedScope.Tenant tenant) {
            return (key, answer) -> seals.tenant(key.tenant()).equals(tenant.tenant());
        } else if (scope instanceof SharedScope.Label label) {
            return (key, answer) ->
                    answer.askers().isFull() || labels(answer).contains(label.label()); // more is removed on doubt
        } else if (scope instanceof SharedScope.Answer one) {
            return (key, answer) -> one.key().equals(key(key));
        }
        return which;
    }

    private @Nullable SharedScope scope(Invalidation what) {
        if (what instanceof Invalidation.Tenant tenant) {
            return new SharedScope.Tenant(seals.tenant(tenant.tenant()));
        } else if (what instanceof Invalidation.Tag tag) {
            return new SharedScope.Label(seals.label("tag", tag.key(), tag.value()));
        } else if (what instanceof Invalidation.Model model) {
            return new SharedScope.Label(seals.label("model", model.model()));
        } else if (what instanceof Invalidation.Request request) {
            SharedKey shared = key(CacheKey.of(request.request(), cachePolicy));
            return shared == null ? null : new SharedScope.Answer(shared);
        }
        return new SharedScope.Everything();
    }
}
