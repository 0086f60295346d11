package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.cache.MissCause;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.cache.Answer;
import dev.hybridrouter.core.internal.cache.Answers;
import dev.hybridrouter.core.internal.cache.CacheBook;
import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.cache.SharedAnswers;
import dev.hybridrouter.core.internal.similar.SimilarAnswers;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Time;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is remembered, and what is in progress. Finds what there is for each request. Thread-safe. */
public final class SharedAnswerPool {
    private static final CacheLookup NOTHING = new CacheLookup.Nothing();

    private final Time time;
    private final Rules rules;
    private final Answers answers;
    private final Map<TargetId, Target> targets;
    private final long whileRevalidateNanos;
    private final long ifErrorNanos;
    private final @Nullable SharedAnswers second;
    private final @Nullable CacheBook book;
    private final @Nullable SimilarSearches similar;
    private final Map<CacheKey, Flight> flights = new ConcurrentHashMap<>();
    private final Map<CacheKey, Flight> lookups = new ConcurrentHashMap<>();

    /**
     * Creates a pool without flights.
     *
     * @param answers what is remembered
     * @param targets the router's targets
     * @param similar finds answers to similar requests; null if none are given
     * @param rules which targets might have served a request here
     */
    public SharedAnswerPool(
            Answers answers, List<Target> targets, @Nullable SimilarAnswers similar, Rules rules, Time time) {
        this.time = time;
        this.rules = rules;
        this.answers = answers;
        this.targets = targets.stream().collect(Collectors.toUnmodifiableMap(Target::id, Function.identity()));
        this.second = answers.shared();
        this.book = answers.book();
        this.similar = similar == null ? null : new SimilarSearches(similar, time);
        this.whileRevalidateNanos = answers.policy().staleWhileRevalidate().toNanos();
        this.ifErrorNanos = answers.policy().staleIfError().toNanos();
    }

    /** The router's own rules. Other routers that fill the second level may have others. */
    public interface Rules {
        /** Returns why a target may not serve a request now; null if the router does not know the target. */
        @Nullable
        List<Rejection> check(CallContext call, Target target);
    }

    boolean mayServe(CallContext call, Target target) {
        List<Rejection> why = rules.check(call, target);
        return why != null && why.stream().allMatch(each -> Lead.PASSING.contains(each.reason()));
    }

    long now() {
        return time.now();
    }

    /** What is remembered. */
    public Answers answers() {
        return answers;
    }

    /** Whether a request has to do with the cache at all. */
    boolean concerns(RouteRequest request) {
        return request.context().cacheMode() != CacheMode.BYPASS
                && answers.policy().concerns(request);
    }

    /**
     * Finds what there is for a request.
     *
     * @param searched whether the second level has been searched for this request, or need not be
     */
    CacheLookup lookUp(CacheKey key, CacheMode mode, boolean searched, long nowNanos) {
        Answer known = mode == CacheMode.REFRESH ? null : answers.find(key);
        long stale = known == null ? Long.MAX_VALUE : known.staleNanos(nowNanos);
        if (known != null && stale <= whileRevalidateNanos) {
            CacheUse.Kind kind = stale <= 0 ? CacheUse.Kind.HIT : CacheUse.Kind.STALE;
            return new CacheLookup.Served(known, known.use(kind, nowNanos));
        }
        Flight flight = mode == CacheMode.ONLY_IF_CACHED ? null : flights.get(key);
        if (flight != null) {
            return new CacheLookup.Following(flight);
        }
        if (second != null && !searched && mode != CacheMode.REFRESH && second.isOpenTo(key)) {
            return look(key, second);
        }
        if (mode == CacheMode.ONLY_IF_CACHED) {
            return NOTHING;
        }
        CacheLookup search = similar == null || mode != CacheMode.USE ? null : similar.lookUp(key);
        return search != null ? search : lead(key, mode, nowNanos, known);
    }

    private CacheLookup look(CacheKey key, SharedAnswers where) {
        SecondLevelSearch lookup = new SecondLevelSearch(this, where, key);
        Flight other = lookups.putIfAbsent(key, lookup.flight());
        return other == null ? new CacheLookup.Searching(lookup) : new CacheLookup.Following(other);
    }

    private CacheLookup lead(CacheKey key, CacheMode mode, long nowNanos, @Nullable Answer known) {
        Lead lead = newLead(key, mode, nowNanos, known);
        Flight other = flights.putIfAbsent(key, lead.flight());
        if (other != null) {
            return new CacheLookup.Following(other);
        }
        // An identical call may have landed since we looked.
        Answer landed = mode == CacheMode.REFRESH ? null : answers.peek(key);
        if (landed == null || landed.staleNanos(nowNanos) > 0) {
            return new CacheLookup.Leading(similar == null ? lead : lead.after(similar.claim(key)));
        }
        lead.flight().abandon();
        flights.remove(key, lead.flight());
        return new CacheLookup.Served(landed, landed.use(CacheUse.Kind.HIT, nowNanos));
    }

    /** Takes the lead of a new call to replace an answer; null if somebody is at it. */
    @Nullable
    Lead refresh(CacheKey key, long nowNanos) {
        Lead lead = newLead(key, CacheMode.USE, nowNanos, null);
        return flights.putIfAbsent(key, lead.flight()) == null ? lead : null;
    }

    private Lead newLead(CacheKey key, CacheMode mode, long nowNanos, @Nullable Answer known) {
        boolean spare = known != null && known.staleNanos(nowNanos) <= ifErrorNanos;
        MissCause cause = book == null ? null : book.cause(key, mode, nowNanos);
        return new Lead(this, key, new Flight(), spare ? known : null, answers.invalidations(), new Miss(cause, null));
    }

    /** Writes down that a request found nothing and made no call. */
    void missed(CacheKey key, Decision decision, long nowNanos) {
        if (book != null) {
            book.missed(book.cause(key, CacheMode.USE, nowNanos), decision);
        }
    }

    /** A flight that could not be joined. */
    void forget(CacheKey key, Flight flight) {
        flights.remove(key, flight);
        lookups.remove(key, flight);
        if (similar != null) {
            similar.forget(key, flight);
        }
    }

    /** Remembers the answer first, so that who no longer finds the flight finds the answer. */
    void landed(Lead lead, RouteResult result) {
        Answer remembered = remember(lead, result);
        if (similar != null) {
            similar.landed(lead, remembered);
        }
        flights.remove(lead.key(), lead.flight());
        lead.flight().ended(result);
        if (book != null && lead.miss().cause() != null) {
            book.missed(lead.miss().cause(), result.decision());
        }
        if (remembered != null && second != null) {
            second.store(lead.key(), remembered);
        }
    }

    private @Nullable Answer remember(Lead lead, RouteResult result) {
        if (result instanceof RouteResult.Answered answered
                && !answered.decision().cache().shared()) {
            Target target = targets.get(answered.target());
            if (target != null) {
                return answers.remember(
                        lead.key(),
                        answered.response(),
                        target,
                        answered.decision(),
                        lead.flight().askers(),
                        lead.invalidations());
            }
        }
        if (book != null) {
            book.notStored(lead.key(), "no answer");
        }
        return null;
    }
}
