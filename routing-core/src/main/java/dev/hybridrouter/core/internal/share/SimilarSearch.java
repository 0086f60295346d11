package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.similar.SimilarAnswers;
import dev.hybridrouter.core.internal.similar.SimilarHit;
import dev.hybridrouter.core.internal.similar.SimilarQuery;
import dev.hybridrouter.core.internal.tools.Chance;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A search for the answer to a similar request. */
final class SimilarSearch implements Search, Flight.Leader, SimilarAnswers.Asker {
    private static final int PART_OF_TIME =
            4; // what is left of the time is for the call that is made if nothing is found

    private final SimilarSearches searches;
    private final CacheKey key;
    private final SimilarQuery question;
    private final Flight flight = new Flight();
    private volatile @Nullable Cancellable running;
    private volatile @Nullable CallContext start;

    SimilarSearch(SimilarSearches searches, CacheKey key, SimilarQuery question) {
        this.searches = searches;
        this.key = key;
        this.question = question;
    }

    @Override
    public Flight flight() {
        return flight;
    }

    /** What is remembered here came from targets of this router, so that it need not be asked whether they may serve. */
    @Override
    public void begin(CallContext call) {
        start = call;
        flight.ledBy(this);
        if (flight.leaderLeaves()) { // it has no caller of its own: it ends as soon as the last follower leaves
            searches.forget(this);
            return;
        }
        Cancellable begun = searches.answers().search(this);
        running = begun;
        if (flight.isAbandoned()) {
            begun.cancel();
        }
    }

    private CallContext begun() {
        return Objects.requireNonNull(start);
    }

    @Override
    public CacheKey key() {
        return key;
    }

    @Override
    public SimilarQuery question() {
        return question;
    }

    @Override
    public CallContext call() {
        return begun();
    }

    @Override
    public CallContext recorder() {
        return Objects.requireNonNullElseGet(flight.first(), this::begun);
    }

    @Override
    public long patienceNanos() {
        return Math.max(1, begun().remaining(searches.now()) / PART_OF_TIME);
    }

    @Override
    public double chance() {
        CallContext begun = begun();
        return Chance.of(Chance.seed(searches.seed(), begun.number(), Chance.Purpose.SIMILAR_ANSWER), 0);
    }

    @Override
    public void found(SimilarHit found) {
        CallContext begun = begun();
        long now = searches.now();
        searches.forget(this);
        if (!begun.isForgotten()) { // else the answer of others would name somebody who has been erased
            found.answer().askers().addAll(flight.askers());
        }
        flight.ended(new RouteResult.Answered(
                found.answer().response(),
                found.answer().target().id(),
                FollowerEnds.decision(begun, found.use(now), Outcome.ANSWERED, now)));
    }

    @Override
    public void foundNothing() {
        searches.forget(this);
        flight.abandon();
    }

    @Override
    public void pullForOthers() {} // the answer comes in one piece

    @Override
    public void abandon() {
        searches.forget(this);
        Cancellable search = running;
        if (search != null) {
            search.cancel();
        }
    }
}
