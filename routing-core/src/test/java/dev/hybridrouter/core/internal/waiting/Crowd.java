package dev.hybridrouter.core.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.core.internal.waiting.TestPool.Hold;
import dev.hybridrouter.core.internal.waiting.TestPool.Spot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plain model of who waits for what, which checks the laws of the order whenever somebody is served. */
final class Crowd {
    private static final Comparator<Wish> URGENCY =
            Comparator.comparingLong(Wish::due).thenComparing(wish -> wish.waiter.number);

    private final List<Waiter> waiters = new ArrayList<>();
    private final Map<Turn, Long> presentSince = new HashMap<>();
    private final Map<Turn, Long> lastServed = new HashMap<>();
    private final List<AssertionError> broken = new ArrayList<>();
    private long moment;

    /** A tenant's part in the line of one pool at one priority. */
    private record Turn(TestPool pool, Priority priority, String tenant) {
        boolean isBeside(Turn other) {
            return pool == other.pool && priority == other.priority && !tenant.equals(other.tenant);
        }
    }

    /** What one waiter wants of one pool: the urgency there follows from the first place in it. */
    private record Wish(Waiter waiter, TestPool pool, long due) {
        Turn turn() {
            return new Turn(pool, waiter.priority, waiter.tenant);
        }
    }

    /** One request that waits. */
    static final class Waiter {
        final int number;
        final String tenant;
        final Priority priority;
        final long deadline;
        final List<Spot> places;
        private final List<Wish> wishes = new ArrayList<>();
        boolean served;
        int granted;
        boolean left;

        Waiter(int number, String tenant, Priority priority, long deadline, List<Spot> places) {
            this.number = number;
            this.tenant = tenant;
            this.priority = priority;
            this.deadline = deadline;
            this.places = places;
        }

        private @Nullable Wish at(TestPool pool) {
            return wishes.stream().filter(wish -> wish.pool == pool).findFirst().orElse(null);
        }

        private Wish wish(TestPool pool) {
            Wish wish = at(pool);
            if (wish == null) {
                throw new AssertionError(this + " does not wait for " + pool);
            }
            return wish;
        }

        @Override
        public String toString() {
            return number + " " + tenant + " " + priority + " until " + deadline + " " + places;
        }
    }

    /** A place that counts who is served. */
    record Watched(Crowd crowd, Waiter waiter, Spot spot) implements Place<Hold> {
        @Override
        public Object pool() {
            return spot.pool();
        }

        @Override
        public @Nullable Hold take(long now) {
            Hold hold = spot.take(now);
            if (hold != null) {
                crowd.served(waiter, spot.pool(), now);
            }
            return hold;
        }

        @Override
        public long waitNanos(long now) {
            return spot.waitNanos(now);
        }

        @Override
        public long paceNanos() {
            return spot.paceNanos();
        }

        @Override
        public boolean mayComeEarlier(long nowNanos) {
            return spot.mayComeEarlier(0);
        }

        @Override
        public void giveBack(Hold hold, long now) {
            crowd.check(() -> assertThat(waiter.left).as("%s has left", waiter).isTrue());
            spot.giveBack(hold, now);
        }
    }

    /** Checks a law within the room, which would only log that it broke. */
    void check(Runnable law) {
        try {
            law.run();
        } catch (AssertionError e) {
            broken.add(e);
        }
    }

    void throwWhatBroke() {
        if (!broken.isEmpty()) {
            throw broken.get(0);
        }
    }

    /** Somebody asks to wait: for the places that may have room in time. */
    void comes(Waiter waiter, long now) {
        expire(now);
        for (Spot spot : waiter.places) {
            boolean inTime = spot.mayComeEarlier(0) || spot.waitNanos(now) < waiter.deadline - now;
            if (inTime && waiter.at(spot.pool()) == null) {
                waiter.wishes.add(new Wish(
                        waiter,
                        spot.pool(),
                        waiter.deadline - spot.cost() + Math.min(2_000_000_000L, 2 * spot.cost())));
            }
        }
        moment++;
        waiters.add(waiter);
        waiter.wishes.forEach(wish -> presentSince.putIfAbsent(wish.turn(), moment));
    }

    void goes(Waiter waiter) {
        moment++;
        if (waiters.remove(waiter)) {
            for (Wish wish : waiter.wishes) {
                if (at(wish.pool).noneMatch(other -> other.turn().equals(wish.turn()))) {
                    presentSince.remove(wish.turn());
                    lastServed.remove(wish.turn());
                }
            }
        }
    }

    private void expire(long now) {
        List.copyOf(waiters).stream().filter(waiter -> waiter.deadline <= now).forEach(this::goes);
    }

    int waiting() {
        return waiters.size();
    }

    Waiter waiter(int index) {
        return waiters.get(index);
    }

    boolean isAwaited(TestPool pool) {
        return at(pool).findAny().isPresent();
    }

    private Stream<Wish> at(TestPool pool) {
        return waiters.stream().map(waiter -> waiter.at(pool)).filter(Objects::nonNull);
    }

    private void served(Waiter waiter, TestPool pool, long now) {
        expire(now);
        check(() -> checkOrder(waiter, pool));
        waiter.served = true;
        lastServed.put(new Turn(pool, waiter.priority, waiter.tenant), ++moment);
        goes(waiter);
    }

    private void checkOrder(Waiter waiter, TestPool pool) {
        assertThat(waiters).as("waits, and its deadline has not passed").contains(waiter);
        Wish wish = waiter.wish(pool);
        Turn turn = wish.turn();
        assertThat(at(pool)).as("wait for %s behind %s", pool, waiter).allSatisfy(other -> {
            assertThat(other.waiter.priority).isGreaterThanOrEqualTo(waiter.priority);
            if (other.turn().equals(turn)) {
                assertThat(URGENCY.compare(other, wish)).isGreaterThanOrEqualTo(0);
            }
        });
        checkTurn(turn);
    }

    /** Since a tenant was served last, everybody who has waited beside it ever since was served. */
    private void checkTurn(Turn turn) {
        Long last = lastServed.get(turn);
        if (last != null) {
            assertThat(presentSince)
                    .as("turn of %s, served last at %s", turn, last)
                    .allSatisfy((other, since) -> {
                        if (other.isBeside(turn) && since < last) {
                            assertThat(lastServed.getOrDefault(other, 0L)).isGreaterThan(last);
                        }
                    });
        }
    }

    /** Nobody is the first in a line and sees room: of those who may be the first, one at least has none. */
    void checkNobodyIsForgotten(TestPool pool, long now) {
        List<Wish> first = firstOfTheirTenants(pool);
        if (!first.isEmpty()) {
            assertThat(first).as("firsts for %s at %s", pool, now).anySatisfy(wish -> assertThat(wish.waiter.places)
                    .filteredOn(spot -> spot.pool() == pool)
                    .noneMatch(spot -> pool.hasRoom(spot.cost(), now)));
        }
    }

    private List<Wish> firstOfTheirTenants(TestPool pool) {
        Priority top = at(pool).map(wish -> wish.waiter.priority)
                .min(Comparator.naturalOrder())
                .orElse(Priority.LOW);
        Map<Turn, Wish> first = new HashMap<>();
        at(pool).filter(wish -> wish.waiter.priority == top)
                .forEach(wish -> first.merge(wish.turn(), wish, (a, b) -> URGENCY.compare(a, b) <= 0 ? a : b));
        return List.copyOf(first.values());
    }
}
