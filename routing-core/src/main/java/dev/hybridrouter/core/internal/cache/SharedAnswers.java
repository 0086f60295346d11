package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SecondLevel;
import dev.hybridrouter.core.internal.cache.SharedTally.Call;
import dev.hybridrouter.core.internal.cache.SharedTally.Result;
import dev.hybridrouter.core.internal.cache.form.Seals;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
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
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The second level: a store of answers that routers share. Whatever it does, or does not, it fails no request: what it
 * cannot answer in time is a miss. Thread-safe.
 */
public final class SharedAnswers {
    private final SecondLevel policy;
    private final CachePolicy cachePolicy;
    private final SharedCache cache;
    private final Seals seals;
    private final RouterClock clock;
    private final Map<TargetId, Target> targets;
    private final Removals removals = new Removals();
    private final SharedLine line;

    /** Creates the second level of one router. */
    public SharedAnswers(
            SecondLevel policy, CachePolicy cachePolicy, RouterClock clock, GuardedTimer timer, List<Target> targets) {
        this.policy = policy;
        this.cachePolicy = cachePolicy;
        this.cache = policy.cache();
        this.seals = new Seals(policy.secret());
        this.clock = clock;
        this.targets = targets.stream().collect(Collectors.toUnmodifiableMap(Target::id, Function.identity()));
        this.line = new SharedLine(policy, clock, timer);
    }

    /** Is told what was found. */
    public interface Finder {
        /** Whether the target may serve the request at all. */
        boolean mayServe(Target target);

        /** An answer that may be given; null if there is none. */
        void found(@Nullable Answer answer);
    }

    /** How its calls ended. */
    public SharedTally tally() {
        return line.tally();
    }

    /** Whether it is worth asking: it is in service, and may know of the request. */
    public boolean isOpenTo(CacheKey key) {
        boolean open = line.isInService() && mayKnow(key.request().context());
        if (!open) {
            line.skipped(Call.FIND);
        }
        return open;
    }

    /** Residency holds for what is kept as for what is processed; unknown is not inside. */
    private boolean mayKnow(RequestContext context) {
        if (context.maxRetention().map(Duration::isZero).orElse(false)) {
            return false;
        }
        ResidencyRequirement required = context.residency().orElse(null);
        Destinations kept = required == null ? null : destinations();
        return required == null || (kept != null && required.allowedRegions().containsAll(kept.regions()));
    }

    private @Nullable Destinations destinations() {
        try {
            return cache.destinations().orElse(null);
        } catch (Throwable e) {
            line.report(e);
            return null;
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
     * @param key what is asked
     * @param operation whose time to live counts, if it is shorter than that of who stored the answer
     * @param mostNanos the most that the request can wait; the policy's limit may be less
     * @param finder is told once, unless the search is cancelled; on any thread, also at once
     * @return cancels the search
     */
    public Cancellable find(CacheKey key, OperationType operation, long mostNanos, Finder finder) {
        SharedKey shared = key(key);
        if (shared == null) {
            line.skipped(Call.FIND);
            finder.found(null);
            return () -> {};
        }
        Search search = new Search(key, shared, operation, finder);
        return line.find(
                () -> cache.find(shared),
                mostNanos,
                found -> search.read(found.orElse(null)),
                () -> finder.found(search.answer));
    }

    /** Judges what was found. */
    private final class Search {
        private final CacheKey key;
        private final SharedKey shared;
        private final OperationType operation;
        private final Finder finder;
        private @Nullable Answer answer;

        Search(CacheKey key, SharedKey shared, OperationType operation, Finder finder) {
            this.key = key;
            this.shared = shared;
            this.operation = operation;
            this.finder = finder;
        }

        Result read(byte @Nullable [] bytes) {
            answer = bytes == null ? null : usable(bytes);
            return answer != null ? Result.HIT : bytes == null ? Result.MISS : Result.UNUSABLE;
        }

        private @Nullable Answer usable(byte[] bytes) {
            byte[] opened = seals.opened(shared, bytes);
            Answer stored = opened == null ? null : AnswerForm.read(opened, targets, clock);
            if (stored == null || Storable.refusal(stored.response(), cachePolicy) != null) {
                return null;
            }
            Answer own =
                    stored.freshAtMost(cachePolicy.ttl(operation, stored.cost()).toNanos());
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
        Duration fresh = Duration.ofNanos(answer.freshNanos());
        Duration ttl =
                context.maxRetention().filter(most -> most.compareTo(fresh) < 0).orElse(fresh);
        long storedMillis = AnswerForm.storedMillis(answer, clock);
        line.store(() -> cache.put(shared, sealed, ttl, labels(answer)), () -> {
            // Thrown away while it was being written: the store was told to remove it before it had it.
            if (removals.cover(key, answer, storedMillis)) {
                line.remove(() -> cache.remove(new SharedScope.Answer(shared)));
            }
        });
    }

    private Set<String> labels(Answer answer) {
        Set<String> labels = new HashSet<>();
        labels.add(seals.label("model", answer.target().model()));
        answer.tags().forEach((key, value) -> labels.add(seals.label("tag", key, value)));
        return Set.copyOf(labels);
    }

    /** Uses none of these any more, and asks the store to remove them. */
    void remove(Invalidation what, BiPredicate<CacheKey, Answer> which) {
        removals.add(which, clock.millis());
        SharedScope scope = scope(what);
        if (scope != null) {
            line.remove(() -> cache.remove(scope));
        }
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

    /** Calls the store no more. */
    public void close() {
        line.close();
    }
}
