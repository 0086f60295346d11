package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.AnswerCache;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.core.internal.cache.Answer;
import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.way.Arrivals;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Chain;
import dev.hybridrouter.core.internal.way.Discard;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.core.internal.way.Time;

/**
 * Serves requests from the cache, lets identical ones in progress share a call, and lets the rest lead one of their own.
 * Thread-safe.
 */
public final class ShareStage implements Stage {
    private static final Rejection NOT_CACHED = Rejection.of(
            RejectionReason.NOT_CACHED,
            "no answer is remembered",
            "send the request with CacheMode.USE, or do without");

    private final SharedAnswerPool pool;
    private final Arrivals arrivals;
    private final Time time;

    /**
     * Creates the stage.
     *
     * @param arrivals numbers the requests that the cache itself makes
     */
    public ShareStage(SharedAnswerPool pool, Arrivals arrivals, Time time) {
        this.pool = pool;
        this.arrivals = arrivals;
        this.time = time;
    }

    /** What the router remembers. */
    public AnswerCache answers() {
        return pool.answers();
    }

    @Override
    public void enter(CallContext call, Sink sink, Chain next) {
        if (pool.concerns(call.request())) {
            find(new Sharing(call, sink, next, pool.answers().key(call.request())), false);
        } else {
            next.proceed(call, sink);
        }
    }

    /**
     * A request that the cache has to do with.
     *
     * @param call the request
     * @param sink where its answer goes
     * @param next the way of requests that make a call
     * @param key what it asks
     */
    record Sharing(CallContext call, Sink sink, Chain next, CacheKey key) {}

    Time time() {
        return time;
    }

    /** Finds what a request can get; who comes back from a flight has searched the second level. */
    void find(Sharing sharing, boolean searched) {
        while (true) {
            CacheLookup lookup = lookup(sharing, searched);
            if (sharing.call().isForgotten()) { // asked after the look-up, which read what erasing counts up
                alone(sharing, lookup);
                return;
            } else if (lookup instanceof CacheLookup.Leading leading) {
                lead(sharing, leading.lead());
                return;
            } else if (lookup instanceof CacheLookup.Served served) {
                serve(sharing, served);
                return;
            } else if (lookup instanceof CacheLookup.Searching searching) {
                Follower follower = new Follower(this, sharing);
                searching.search().flight().join(follower);
                follower.follow(searching.search().flight());
                searching.search().begin(sharing.call());
                return;
            } else if (lookup instanceof CacheLookup.Following following) {
                Follower follower = new Follower(this, sharing);
                if (following.flight().join(follower)) {
                    follower.follow(following.flight());
                    return;
                }
                pool.forget(sharing.key(), following.flight());
            } else {
                RouteResult result = FollowerEnds.rejected(sharing.call(), NOT_CACHED, time.now());
                pool.missed(sharing.key(), result.decision(), time.now());
                sharing.sink().closed(result);
                return;
            }
        }
    }

    /** A request of somebody who has been erased meanwhile makes a call that nobody joins and nothing remembers. */
    private void alone(Sharing sharing, CacheLookup unused) {
        if (unused instanceof CacheLookup.Leading leading) {
            abandon(sharing, leading.lead().flight());
        } else if (unused instanceof CacheLookup.Searching searching) {
            abandon(sharing, searching.search().flight());
        }
        if (sharing.call().context().cacheMode() == CacheMode.ONLY_IF_CACHED) {
            sharing.sink().closed(FollowerEnds.rejected(sharing.call(), NOT_CACHED, time.now()));
        } else {
            sharing.next().proceed(sharing.call(), sharing.sink());
        }
    }

    private void abandon(Sharing sharing, Flight flight) {
        pool.forget(sharing.key(), flight);
        flight.abandon();
    }

    private CacheLookup lookup(Sharing sharing, boolean searched) {
        CacheLookup lookup = pool.lookUp(sharing.key(), sharing.call().context().cacheMode(), searched, time.now());
        if (lookup instanceof CacheLookup.Served served
                && served.use().kind() == CacheUse.Kind.STALE
                && !sharing.call().isForgotten()) {
            refresh(sharing);
        }
        return lookup;
    }

    /** Has an answer replaced that is past its time, by a request of the router's own. */
    private void refresh(Sharing stale) {
        Lead lead = arrivals.isClosed() ? null : pool.refresh(stale.key(), time.now());
        if (lead != null) {
            CallContext call = arrivals.next(stale.call().request(), false);
            if (call.barred() != null
                    || call.context() != stale.call().context()) { // the data policy is tighter by now
                lead.brokeOff();
                return;
            }
            call.turn().run(() -> refresh(stale, call, lead));
        }
    }

    private void refresh(Sharing stale, CallContext call, Lead lead) {
        Sink counted = arrivals.admit(call, Discard.SINK);
        if (counted == null) {
            lead.brokeOff();
        } else {
            lead(new Sharing(call, counted, stale.next(), stale.key()), lead);
        }
    }

    private static void lead(Sharing sharing, Lead lead) {
        CallContext call = sharing.call();
        call.cached(CacheUse.missed());
        LeadSink sink = new LeadSink(call, lead, sharing.sink());
        lead.flight().ledBy(sink);
        lead.flight().askers().add(call.context().tags());
        call.carriedBy(sink);
        sharing.next().proceed(call, sink);
    }

    private void serve(Sharing sharing, CacheLookup.Served served) {
        CallContext call = sharing.call();
        Answer answer = served.answer();
        answer.askers().add(call.context().tags());
        RouteResult.Answered result = new RouteResult.Answered(
                answer.response(),
                answer.target().id(),
                FollowerEnds.decision(call, served.use(), Outcome.ANSWERED, time.now()));
        if (call.isStreaming()) {
            new Follower(this, sharing).follow(Flight.landed(result));
        } else {
            sharing.sink().closed(result);
        }
    }
}
