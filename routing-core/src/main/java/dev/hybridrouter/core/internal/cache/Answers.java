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
import dev.hybridrouter.spi.RouterClock;
import java.util.Map;
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
    private final AtomicLong invalidations = new AtomicLong();
    private volatile Consumer<CacheKey> forgotten = key -> {};

    /**
     * Creates an empty cache.
     *
     * @param policy what is remembered
     * @param clock the only source of time
     * @param shared the second level; null if there is none
     * @param book where it is written what became of answers; null if nowhere
     */
    public Answers(CachePolicy policy, RouterClock clock, @Nullable SharedAnswers shared, @Nullable CacheBook book) {
        this.policy = policy;
        this.clock = clock;
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
     * How long answers are remembered.
     *
     * @param staleNanos how long past its time an answer may still be of use
     */
    private record Lifetime(long staleNanos) implements Expiry<CacheKey, Answer> {
        @Override
        public long expireAfterCreate(CacheKey key, Answer answer, long nowNanos) {
            return staleNanos - answer.staleNanos(nowNanos);
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
            CacheKey key, ModelResponse response, Target target, Decision decision, long since) {
        String refusal = Storable.refusal(response, policy);
        if (refusal != null) {
            if (book != null) {
                book.notStored(key, refusal);
            }
            return null;
        }
        Answer answer = new Answer(
                response,
                target,
                decision.cost().orElse(null),
                key.request().context().tags(),
                clock.nanoTime(),
                policy.ttl(decision.operation(), decision.cost().orElse(null)).toNanos());
        if (book != null) {
            book.stored(key, answer); // before it is: it may be evicted at once
        }
        cache.put(key, answer);
        return isStill(key, answer, since) ? answer : null;
    }

    /** Remembers an answer of the second level, unless it is too late for that; returns whether it may be given. */
    public boolean adopt(CacheKey key, Answer answer, long since) {
        if (book != null) {
            book.stored(key, answer);
        }
        cache.asMap()
                .merge(key, answer, (known, found) -> known.storedNanos() - found.storedNanos() > 0 ? known : found);
        return isStill(key, answer, since);
    }

    private boolean isStill(CacheKey key, Answer answer, long since) {
        boolean still = since == invalidations.get();
        if (!still) {
            cache.asMap().remove(key, answer);
            if (book != null) {
                book.invalidated(key);
            }
        }
        return still;
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
            shared.remove(what, which);
        }
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
            return (key, answer) -> tag.value().equals(answer.tags().get(tag.key()));
        } else if (what instanceof Invalidation.Model model) {
            return (key, answer) -> answer.target().model().equals(model.model());
        } else if (what instanceof Invalidation.Request request) {
            CacheKey wanted = key(request.request());
            return (key, answer) -> key.equals(wanted);
        }
        return (key, answer) -> true;
    }
}
