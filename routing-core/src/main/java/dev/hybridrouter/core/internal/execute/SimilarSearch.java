package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.money.SideCharge;
import dev.hybridrouter.core.internal.money.Treasury;
import dev.hybridrouter.core.internal.similar.Found;
import dev.hybridrouter.core.internal.similar.Question;
import dev.hybridrouter.core.internal.similar.SimilarAnswers;
import dev.hybridrouter.core.internal.tools.Chance;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A search for the answer to a similar request. */
final class SimilarSearch implements Search, Flight.Leader, SimilarAnswers.Asker {
    private static final int PLACE = 1 << 20; // beyond those that planning draws from

    private final SimilarRoom room;
    private final CacheKey key;
    private final Question question;
    private final Flight flight = new Flight();
    private volatile @Nullable Cancellable running;
    private volatile @Nullable Start start;

    SimilarSearch(SimilarRoom room, CacheKey key, Question question) {
        this.room = room;
        this.key = key;
        this.question = question;
    }

    /** For whom it began, and with what. */
    private record Start(Ask ask, Rooms rooms) {}

    @Override
    public Flight flight() {
        return flight;
    }

    /** What is remembered here came from targets of this router, so that it need not be asked whether they may serve. */
    @Override
    public void begin(Ask ask, Rooms rooms, Predicate<Target> mayServe) {
        start = new Start(ask, rooms);
        flight.ledBy(this);
        if (flight.leaderLeaves()) { // it has no caller of its own: it ends as soon as the last follower leaves
            room.forget(this);
            return;
        }
        Cancellable begun = room.answers().search(this, charge(ask, rooms));
        running = begun;
        if (flight.isAbandoned()) {
            begun.cancel();
        }
    }

    private @Nullable SideCharge charge(Ask ask, Rooms rooms) {
        Treasury treasury = rooms.prices().treasury();
        return treasury == null
                ? SideCharge.unheld()
                : treasury.holdAside(
                        treasury.open(ask.facts(), ask.request()),
                        room.answers().mostCost(question));
    }

    private Start begun() {
        return Objects.requireNonNull(start);
    }

    @Override
    public CacheKey key() {
        return key;
    }

    @Override
    public Question question() {
        return question;
    }

    @Override
    public long limitNanos() {
        Start begun = begun();
        return room.answers().limitNanos(begun.ask.remaining(begun.rooms.now()));
    }

    @Override
    public double chance() {
        Start begun = begun();
        return Chance.of(Chance.seed(begun.rooms.time().seed(), begun.ask.number()), PLACE);
    }

    @Override
    public void found(Found found, @Nullable Money cost) {
        Start begun = begun();
        long now = begun.rooms.now();
        room.forget(this);
        flight.ended(new RouteResult.Answered(
                found.answer().response(),
                found.answer().target().id(),
                begun.ask.decision(found.use(now).withLookupCost(cost), Outcome.ANSWERED, now)));
    }

    @Override
    public void foundNothing() {
        room.forget(this);
        flight.abandon();
    }

    @Override
    public void pullForOthers() {} // the answer comes in one piece

    @Override
    public void abandon() {
        room.forget(this);
        Cancellable search = running;
        if (search != null) {
            search.cancel();
        }
    }
}
