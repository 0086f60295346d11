package dev.hybridrouter.core.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.hybridrouter.api.cache.AnswerCache;
import dev.hybridrouter.api.cache.CacheExtent;
import dev.hybridrouter.api.cache.CacheReport;
import dev.hybridrouter.api.cache.Invalidation;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.spi.RouterClock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The answers of one router. Bounded in bytes; an answer goes when it can no longer be given. Thread-safe. */
public final class Answers implements AnswerCache {
    private final CachePolicy policy;
    private final RouterClock clock;
    private final Cache<CacheKey, Answer> cache;
    private final @Nullable SharedAnswers shared;
    private final @Nullable CacheBook book;
    private final Sweep sweep;
    private final AtomicLong invalidations = new AtomicLong();
    private volatile Consumer<CacheKey> forgotten = key -> {};

    /**
     * Creates an empty cache.
     *
     * @param policy what is remembered
     * @param time the only source of time
     * @param shared the second level; null if there is none
     * @param book where it is written what became of answers; null if nowhere
     */
    public Answers(CachePolicy policy, Time time, @Nullable SharedAnswers shared, @Nullable CacheBook book) {
        this.policy = policy;
        this.clock = time.clock();
        this.sweep = new Sweep(time.timer(), clock, this::clean);
        this.shared = shared;
        this.book = book;
        long stale = Math.max(
                policy.staleWhileRevalidate().toNanos(), policy.staleIfError().toNanos());
        this.cache = Caffeine.newBuilder()
                .maximumWeight(policy.maxBytes())
                .weigher((CacheKey key, Answer answer) -> (int) Math.min(Integer.MAX_VALUE, Sizes.of(key, answer)))
                .expireAfter(new Lifetime(stale))
                .ticker(clock::nanoTime)
                .executor(Runnable::run) // no threads of its own; what it has to do is little
                .removalListener(this::removed)
                .recordStats()
                .build();
    }

    /**
     * How long answers are remembered: never longer than their requests allow.
     *
     * @param staleNanos how long past its time an answer may still be of use
     */
    private record Lifetime(long staleNanos) implements Expiry<CacheKey, Answer> {
        @Override
        public long expireAfterCreate(CacheKey key, Answer answer, long nowNanos) {
            return Math.min(staleNanos - answer.staleNanos(nowNanos), answer.leftNanos(nowNanos));
        }

        @Override
        public long expireAfterUpdate(CacheKey key, Answer answer, long nowNanos, long left) {
            return expireAfterCreate(key, answer, nowNanos);
        }

        @Override
        public long expireAfterRead(CacheKey key, Answer answer, long nowNanos, long left) {
            return left;
        }
    }

    private void removed(@Nullable CacheKey key, @Nullable Answer answer, RemovalCause cause) {
        if (key != null && answer != null && cause == RemovalCause.SIZE && book != null) {
            book.evicted(key, answer);
        }
        if (key != null && cause != RemovalCause.REPLACED) {
            forgotten.accept(key);
        }
    }

    /** Has somebody told of each answer that goes and is not replaced, for whatever reason. There is one to be told. */
    public void whenForgotten(Consumer<CacheKey> told) {
        forgotten = told;
    }

    /** Caffeine's cache, for its meters. */
    public Cache<CacheKey, Answer> caffeine() {
        return cache;
    }

    /** The policy. */
    public CachePolicy policy() {
        return policy;
    }

    /** Returns the key of a request. */
    public CacheKey key(RouteRequest request) {
        return CacheKey.of(request, policy);
    }

    /** Returns what is remembered, fresh or not; null if nothing is. */
    public @Nullable Answer find(CacheKey key) {
        return cache.getIfPresent(key);
    }

    /** Returns the same as {@link #find}, uncounted. */
    public @Nullable Answer peek(CacheKey key) {
        return cache.policy().getIfPresentQuietly(key);
    }

    /** Counts how often answers were thrown away; to be read before a call whose answer may be remembered. */
    public long invalidations() {
        return invalidations.get();
    }

    /** The second level; null if there is none. */
    public @Nullable SharedAnswers shared() {
        return shared;
    }

    /** Where it is written what became of answers; null if nowhere. */
    public @Nullable CacheBook book() {
        return book;
    }

    /**
     * Remembers an answer if it may be, and if nothing was thrown away since the call began.
     *
     * @return what is remembered; null if nothing is
     */
    public @Nullable Answer remember(
            CacheKey key, ModelResponse response, Target target, Decision decision, Askers askers, long since) {
        long kept = key.retentionNanos();
        String refusal = kept == 0 ? "maxRetention is zero" : Storable.refusal(response, policy);
        if (refusal != null) {
            if (book != null) {
                book.notStored(key, refusal);
            }
            return null;
        }
        Answer before = peek(key);
        if (before != null) {
            askers.addAll(before.askers()); // what they asked is what is remembered
        }
        Answer answer = new Answer(
                response,
                target,
                decision.cost().orElse(null),
                askers,
                new Answer.Life(
                        clock.nanoTime(),
                        Math.min(
                                kept,
                                policy.ttl(decision.operation(), decision.cost().orElse(null))
                                        .toNanos()),
                        kept));
        if (book != null) {
            book.stored(key, answer); // before it is: it may be evicted at once
        }
        cache.put(key, answer);
        return isStill(key, answer, since) ? answer : null;
    }

    /** Remembers an answer of the second level, unless it is too late for that; returns whether it may be given. */
    public boolean adopt(CacheKey key, Answer answer, long since) {
        Answer before = peek(key);
        if (before != null) {
            before.askers().addAll(answer.askers());
            answer.askers().addAll(before.askers());
        }
        if (book != null) {
            book.stored(key, answer);
        }
        cache.asMap()
                .merge(key, answer, (known, found) -> known.storedNanos() - found.storedNanos() > 0 ? known : found);
        return isStill(key, answer, since);
    }

    private boolean isStill(CacheKey key, Answer answer, long since) {
        sweep.in(answer.leftNanos(clock.nanoTime()));
        boolean still = since == invalidations.get();
        if (!still) {
            cache.asMap().remove(key, answer);
            if (book != null) {
                book.invalidated(key);
            }
        }
        return still;
    }

    /** Clears what is over; returns how long the answer that is over next may be kept. */
    private long clean() {
        cache.cleanUp();
        long now = clock.nanoTime();
        return cache.asMap().values().stream()
                .mapToLong(answer -> answer.leftNanos(now))
                .min()
                .orElse(Sweep.NEVER);
    }

    /** Ends its work on the timer. */
    public void close() {
        sweep.close();
    }

    @Override
    public CacheExtent extent() {
        return measure((key, answer) -> true);
    }

    @Override
    public CacheReport report() {
        return book == null ? CacheReport.nothing() : book.report();
    }

    @Override
    public CacheExtent preview(Invalidation what) {
        return measure(matching(Check.notNull(what, "invalidation")));
    }

    private CacheExtent measure(BiPredicate<CacheKey, Answer> which) {
        long answers = 0;
        long bytes = 0;
        for (Map.Entry<CacheKey, Answer> entry : cache.asMap().entrySet()) {
            if (which.test(entry.getKey(), entry.getValue())) {
                answers++;
                bytes += Sizes.of(entry.getKey(), entry.getValue());
            }
        }
        return new CacheExtent(answers, bytes);
    }

    @Override
    public CacheExtent invalidate(Invalidation what) {
        BiPredicate<CacheKey, Answer> which = matching(Check.notNull(what, "invalidation"));
        invalidations.incrementAndGet();
        if (shared != null) {
            var unused = shared.remove(what, which);
        }
        return remove(which);
    }

    /**
     * Has the second level remove what this removes, also what it knows under the tags of others. To be called before the answers
     * are removed here.
     *
     * @return how that ended
     */
    public CompletableFuture<SharedTally.Result> forgetShared(SharedAnswers second, Invalidation what) {
        BiPredicate<CacheKey, Answer> which = matching(what);
        invalidations.incrementAndGet();
        cache.asMap().forEach((key, answer) -> {
            if (which.test(key, answer)) {
                second.remove(key);
            }
        });
        return second.remove(what, which);
    }

    /** Removes answers from this memory only; returns how many. */
    public long forget(Invalidation what) {
        invalidations.incrementAndGet();
        return remove(matching(what)).answers();
    }

    private CacheExtent remove(BiPredicate<CacheKey, Answer> which) {
        long answers = 0;
        long bytes = 0;
        for (Map.Entry<CacheKey, Answer> entry : cache.asMap().entrySet()) {
            if (which.test(entry.getKey(), entry.getValue())
                    && cache.asMap().remove(entry.getKey(), entry.getValue())) {
                answers++;
                bytes += Sizes.of(entry.getKey(), entry.getValue());
                if (book != null) {
                    book.invalidated(entry.getKey());
                }
            }
        }
        return new CacheExtent(answers, bytes);
    }

    private BiPredicate<CacheKey, Answer> matching(Invalidation what) {
        if (what instanceof Invalidation.Tenant tenant) {
            return (key, answer) -> key.tenant().equals(tenant.tenant());
        } else if (what instanceof Invalidation.Tag tag) {
            return (key, answer) -> answer.askers().mayInclude(tag.key(), tag.value());
        } else if (what instanceof Invalidation.Model model) {
            return (key, answer) -> answer.target().model().equals(model.model());
        } else if (what instanceof Invalidation.Request request) {
            CacheKey wanted = key(request.request());
            return (key, answer) -> key.equals(wanted);
        }
        return (key, answer) -> true;
    }
}
