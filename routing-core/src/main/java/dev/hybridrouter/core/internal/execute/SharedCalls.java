package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.cache.Answer;
import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.spi.TargetView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Requests that the cache may answer, or that may share a call: finds for each whether it is served, follows or leads.
 * Thread-safe.
 */
final class SharedCalls {
    private static final Rejection NOT_CACHED = Rejection.of(
            RejectionReason.NOT_CACHED,
            "no answer is remembered",
            "send the request with CacheMode.USE, or do without");

    private final CacheRoom cache;
    private final Rooms rooms;
    private final CallRegistry calls;
    private final Walks walks;

    SharedCalls(CacheRoom cache, Rooms rooms, CallRegistry calls, Walks walks) {
        this.cache = cache;
        this.rooms = rooms;
        this.calls = calls;
        this.walks = walks;
    }

    /** Makes the walks of requests that lead. */
    interface Walks {
        /** Plans a request that makes a call. */
        Walk walk(Ask ask, Ticket ticket);

        /** Admits a request anew, with all its time before it. */
        Ask again(Ask ask);
    }

    CompletableFuture<RouteResult> call(Ask ask) {
        rooms.listeners().requestStarted(ask.facts());
        return board(ask, key(ask), false);
    }

    CacheKey key(Ask ask) {
        return cache.answers().key(ask.request());
    }

    /** Finds a seat for a request that was announced; who comes back from a flight has searched the second level. */
    CompletableFuture<RouteResult> board(Ask ask, CacheKey key, boolean searched) {
        while (true) {
            Seat seat = seat(ask, key, searched);
            if (seat instanceof Seat.Leading leading) {
                return lead(ask, leading.ticket());
            } else if (seat instanceof Seat.Served served) {
                return CompletableFuture.completedFuture(finished(ask, served(ask, served)));
            } else if (seat instanceof Seat.Searching searching) {
                return search(ask, key, searching.search());
            } else if (seat instanceof Seat.Following following) {
                UnaryFollower follower = new UnaryFollower(this, ask, key, following.flight());
                if (following.flight().join(follower)) {
                    follower.begin();
                    return follower;
                }
                cache.forget(key, following.flight());
            } else {
                return CompletableFuture.completedFuture(finished(ask, notCached(ask, key)));
            }
        }
    }

    private UnaryFollower search(Ask ask, CacheKey key, Search search) {
        UnaryFollower follower = new UnaryFollower(this, ask, key, search.flight());
        search.flight().join(follower);
        follower.begin();
        search.begin(ask, rooms, target -> mayServe(ask, target));
        return follower;
    }

    /** Other routers may have other rules: who answered there has to be one that might have answered here. */
    private boolean mayServe(Ask ask, Target target) {
        for (int i = 0; i < rooms.targets().size(); i++) {
            if (rooms.targets().get(i).target().id().equals(target.id())) {
                TargetView view = rooms.view(i, ask, rooms.now()).build();
                List<Rejection> why = rooms.courses().current().planner().check(ask.facts(), view);
                return why.stream().allMatch(each -> Ticket.PASSING.contains(each.reason()));
            }
        }
        return false;
    }

    private Seat seat(Ask ask, CacheKey key, boolean searched) {
        Seat seat = cache.seat(key, ask.facts().context().cacheMode(), searched, rooms.now());
        if (seat instanceof Seat.Served served && served.use().kind() == CacheUse.Kind.STALE) {
            refresh(ask, key);
        }
        return seat;
    }

    private void refresh(Ask ask, CacheKey key) {
        Ticket ticket = cache.refresh(key, rooms.now());
        if (ticket != null) {
            Ask again = walks.again(ask);
            rooms.listeners().requestStarted(again.facts());
            var unused = lead(again, ticket);
        }
    }

    private CompletableFuture<RouteResult> lead(Ask ask, Ticket ticket) {
        UnaryCall call = new UnaryCall(rooms, walks.walk(ask, ticket), calls);
        if (calls.add(call)) {
            call.start();
        } else {
            call.abort();
            call.start();
        }
        return call;
    }

    private RouteResult.Answered served(Ask ask, Seat.Served served) {
        Answer answer = served.answer();
        return new RouteResult.Answered(
                answer.response(), answer.target().id(), ask.decision(served.use(), Outcome.ANSWERED, rooms.now()));
    }

    private RouteResult notCached(Ask ask, CacheKey key) {
        RouteResult result = FollowerEnds.rejected(ask, NOT_CACHED, rooms.now());
        cache.missed(key, result.decision(), rooms.now());
        return result;
    }

    /** Tells that a request has ended which made no call. */
    RouteResult finished(Ask ask, RouteResult result) {
        rooms.listeners().requestEnded(ask.facts(), result);
        return result;
    }

    void stream(Ask ask, Flow.Subscriber<? super StreamEvent> subscriber) {
        new StreamFollower(this, ask, subscriber).start();
    }

    /** Finds a seat for a stream that was announced. */
    void board(Ask ask, CacheKey key, StreamFollower stream, boolean searched) {
        while (true) {
            Seat seat = seat(ask, key, searched);
            if (seat instanceof Seat.Leading leading) {
                stream.lead(walks.walk(ask, leading.ticket()));
                return;
            } else if (seat instanceof Seat.Served served) {
                stream.follow(Flight.landed(served(ask, served)));
                return;
            } else if (seat instanceof Seat.Searching searching) {
                searching.search().flight().join(stream);
                stream.follow(searching.search().flight());
                searching.search().begin(ask, rooms, target -> mayServe(ask, target));
                return;
            } else if (seat instanceof Seat.Following following) {
                if (following.flight().join(stream)) {
                    stream.follow(following.flight());
                    return;
                }
                cache.forget(key, following.flight());
            } else {
                stream.finish(notCached(ask, key));
                return;
            }
        }
    }

    Rooms rooms() {
        return rooms;
    }

    CallRegistry calls() {
        return calls;
    }
}
