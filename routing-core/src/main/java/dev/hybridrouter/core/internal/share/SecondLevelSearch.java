package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.cache.Answer;
import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.cache.SharedAnswers;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A search of the second level. */
final class SecondLevelSearch implements Search, Flight.Leader, SharedAnswers.Finder {
    private final SharedAnswerPool pool;
    private final SharedAnswers second;
    private final CacheKey key;
    private final long invalidations;
    private final Flight flight = new Flight();
    private volatile @Nullable Cancellable search;
    private volatile @Nullable CallContext start;

    SecondLevelSearch(SharedAnswerPool pool, SharedAnswers second, CacheKey key) {
        this.pool = pool;
        this.second = second;
        this.key = key;
        this.invalidations = pool.answers().invalidations();
    }

    @Override
    public Flight flight() {
        return flight;
    }

    @Override
    public void begin(CallContext call) {
        start = call;
        flight.ledBy(this);
        if (flight.leaderLeaves()) { // it has no caller of its own: it ends as soon as the last follower leaves
            pool.forget(key, flight);
            return;
        }
        Cancellable begun = second.find(key, this);
        search = begun;
        if (flight.isAbandoned()) {
            begun.cancel();
        }
    }

    @Override
    public CallContext call() {
        return Objects.requireNonNull(start);
    }

    @Override
    public CallContext recorder() {
        return Objects.requireNonNullElseGet(flight.first(), this::call);
    }

    @Override
    public boolean mayServe(Target target) {
        CallContext begun = start;
        return begun != null && pool.mayServe(begun, target);
    }

    @Override
    public void found(@Nullable Answer answer) {
        CallContext begun = start;
        if (answer != null) {
            answer.askers().addAll(flight.askers());
        }
        if (answer != null && begun != null && pool.answers().adopt(key, answer, invalidations)) {
            pool.forget(key, flight); // after it is remembered: who no longer finds the search finds the answer
            flight.ended(result(answer, begun));
        } else {
            pool.forget(key, flight);
            flight.abandon();
        }
    }

    private RouteResult result(Answer answer, CallContext begun) {
        long now = pool.now();
        return new RouteResult.Answered(
                answer.response(),
                answer.target().id(),
                FollowerEnds.decision(begun, answer.use(CacheUse.Kind.HIT, now), Outcome.ANSWERED, now));
    }

    @Override
    public void pullForOthers() {} // the answer comes in one piece

    @Override
    public void abandon() {
        pool.forget(key, flight);
        Cancellable running = search;
        if (running != null) {
            running.cancel();
        }
    }
}
