package dev.hybridrouter.core.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.waiting.Crowd.Waiter;
import dev.hybridrouter.core.internal.waiting.Crowd.Watched;
import dev.hybridrouter.core.internal.waiting.TestPool.Hold;
import dev.hybridrouter.core.internal.waiting.TestPool.Spot;
import dev.hybridrouter.core.internal.waiting.WaitingRoom.Granted;
import dev.hybridrouter.core.internal.waiting.WaitingRoom.Refusal;
import dev.hybridrouter.core.internal.waiting.WaitingRoom.Refusal.Full;
import dev.hybridrouter.core.internal.waiting.WaitingRoom.Refusal.TooLate;
import dev.hybridrouter.core.internal.waiting.WaitingRoom.Ticket;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of the room over random joins, departures, ends and steps of time. Each case follows from a seed that a failure names. */
class WaitingRoomProperties {
    private static final List<Priority> PRIORITIES = List.of(Priority.values());
    private static final int CASES = 150;
    private static final int STEPS = 200;
    private static final long FAR = 1_000_000;

    private static void run(long seed, LongConsumer body) {
        for (long number = 0; number < CASES; number++) {
            long caseSeed = seed * 1_000_000 + number;
            try {
                body.accept(caseSeed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("case of seed " + caseSeed, e);
            }
        }
    }

    /** A room, its pools, and all that ever waited. */
    private static final class World {
        final SplittableRandom random;
        final ManualClock clock = ManualClock.create();
        final Crowd crowd = new Crowd();
        final List<TestPool> pools = new ArrayList<>();
        final List<Hold> open = new ArrayList<>();
        final List<Waiter> all = new ArrayList<>();
        final Map<Waiter, Ticket<Hold>> tickets = new HashMap<>();
        final int maxWaiting;
        final int tenants;
        final WaitingRoom<Hold> room;
        int granted;

        World(long seed) {
            random = new SplittableRandom(seed);
            maxWaiting = random.nextInt(3) == 0 ? random.nextInt(6) : 40;
            tenants = 1 + random.nextInt(5);
            room = new WaitingRoom<>(maxWaiting, clock, new GuardedTimer(clock));
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                long capacity = 1 + random.nextLong(100);
                pools.add(
                        random.nextInt(3) == 0
                                ? TestPool.limit("limit " + i, 1 + capacity / 20)
                                : TestPool.refilling("quota " + i, capacity, random.nextLong(1 + capacity)));
            }
        }

        long now() {
            return clock.nanoTime();
        }

        Spot place() {
            TestPool pool = pools.get(random.nextInt(pools.size()));
            long cost = random.nextInt(20) == 0
                    ? pool.capacity() + 1
                    : 1 + random.nextLong(pool.refills() ? pool.capacity() : 1);
            return random.nextBoolean() ? pool.spot(cost) : pool.earlySpot(cost);
        }

        void join() {
            List<Spot> places = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                places.add(place());
            }
            Waiter waiter = new Waiter(
                    all.size(),
                    "tenant " + random.nextInt(tenants),
                    PRIORITIES.get(random.nextInt(4)),
                    now() + random.nextInt(-2, random.nextBoolean() ? 100 : 3_000),
                    places);
            all.add(waiter);
            List<Place<Hold>> watched = new ArrayList<>();
            places.forEach(spot -> watched.add(new Watched(crowd, waiter, spot)));
            Ticket<Hold> ticket = new Ticket<>(
                    waiter.tenant, waiter.priority, waiter.deadline, watched, (place, hold) -> granted(waiter, hold));
            tickets.put(waiter, ticket);
            boolean full = crowd.waiting() >= maxWaiting;
            boolean early = places.stream().anyMatch(spot -> spot.mayComeEarlier(0));
            crowd.comes(waiter, now());
            Refusal refusal = room.join(ticket);
            crowd.check(() -> checkRefusal(waiter, refusal, full, early));
            if (refusal != null) {
                crowd.goes(waiter);
            } else {
                clock.schedule(() -> leave(waiter), waiter.deadline - now());
            }
        }

        private void checkRefusal(Waiter waiter, @Nullable Refusal refusal, boolean full, boolean early) {
            assertThat(refusal instanceof Full).isEqualTo(full);
            long left = waiter.deadline - now();
            if (refusal instanceof TooLate late) {
                assertThat(left <= 0 || !early).isTrue();
                assertThat(late.estimateNanos()).isGreaterThanOrEqualTo(left);
            } else if (refusal == null) {
                assertThat(left).isPositive();
            }
        }

        void granted(Waiter waiter, Hold hold) {
            granted++;
            waiter.granted++;
            open.add(hold);
            crowd.check(() -> assertThat(waiter.left).isFalse());
            switch (random.nextInt(8)) {
                case 0 -> throw new IllegalStateException("broken on purpose");
                case 1 -> leaveAny();
                case 2 -> join();
                case 3 -> end();
                default -> {}
            }
        }

        void leaveAny() {
            List<Waiter> between = all.stream()
                    .filter(waiter -> waiter.served && waiter.granted == 0 && !waiter.left)
                    .toList();
            if (!between.isEmpty()) {
                leave(between.get(0));
            } else if (crowd.waiting() > 0 && random.nextInt(3) > 0) {
                leave(crowd.waiter(random.nextInt(crowd.waiting())));
            } else if (!all.isEmpty()) {
                leave(all.get(Math.max(0, all.size() - 1 - random.nextInt(5))));
            }
        }

        void leave(Waiter waiter) {
            crowd.goes(waiter);
            waiter.left = waiter.granted == 0;
            boolean left = room.leave(Objects.requireNonNull(tickets.get(waiter)));
            crowd.check(() -> assertThat(left).isEqualTo(waiter.left));
        }

        void end() {
            if (!open.isEmpty()) {
                Hold hold = open.remove(random.nextInt(open.size()));
                hold.end(hold.pool().refills() ? random.nextLong(1 + hold.cost()) : hold.cost(), now());
                room.serve();
            }
        }

        void step() {
            switch (random.nextInt(7)) {
                case 0, 1, 2 -> join();
                case 3 -> leaveAny();
                case 4 -> end();
                default -> clock.advance(Duration.ofNanos(random.nextInt(random.nextInt(10) == 0 ? 300 : 20)));
            }
        }

        void checkLaws() {
            crowd.throwWhatBroke();
            assertThat(room.waiting()).isEqualTo(crowd.waiting()).isLessThanOrEqualTo(maxWaiting);
            assertThat(all).allSatisfy(waiter -> assertThat(waiter.granted).isLessThanOrEqualTo(1));
            long taken = 0;
            long givenBack = 0;
            for (TestPool pool : pools) {
                crowd.checkNobodyIsForgotten(pool, now());
                assertThat(room.isAwaited(pool)).isEqualTo(crowd.isAwaited(pool));
                taken += pool.taken.get();
                givenBack += pool.givenBack.get();
            }
            assertThat(granted + givenBack).isEqualTo(taken);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverHappens_theLawsHold(long from) {
        run(from, seed -> {
            World world = new World(seed);
            for (int step = 0; step < STEPS; step++) {
                world.step();
                world.checkLaws();
            }
            world.clock.advance(Duration.ofNanos(10_000)); // beyond all deadlines
            world.checkLaws();
            assertThat(world.room.waiting()).isZero();
            world.clock.advance(Duration.ofNanos(10_000));
            assertThat(world.clock.pendingTasks()).isZero();
        });
    }

    /** One pool that only time refills: who asks is served exactly when the estimate says. */
    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void estimate_whenNobodyComesOrGoes_isExact(long from) {
        run(from, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            ManualClock clock = ManualClock.create();
            WaitingRoom<Hold> room = new WaitingRoom<>(1_000, clock, new GuardedTimer(clock));
            TestPool pool = TestPool.refilling("quota", 100, 0);
            for (int i = random.nextInt(40); i > 0; i--) {
                join(room, anybody(random, pool.spot(1 + random.nextInt(100))), (place, hold) -> {});
            }
            clock.advance(Duration.ofNanos(random.nextInt(300)));
            if (room.waiting() == 0) {
                return; // there may be room already
            }
            Waiter asks = anybody(random, pool.spot(100));
            long now = clock.nanoTime();
            long left = asks.deadline - now;
            Refusal refusal = room.join(new Ticket<>(
                    asks.tenant,
                    asks.priority,
                    asks.deadline,
                    List.of(new Late(asks.places.get(0), left)),
                    (place, hold) -> {}));
            long ahead = ((TooLate) Objects.requireNonNull(refusal)).estimateNanos() - left;
            long expected = now + asks.places.get(0).waitNanos(now) + ahead;

            AtomicLong servedAt = new AtomicLong();
            join(room, asks, (place, hold) -> servedAt.set(clock.nanoTime()));
            clock.advance(Duration.ofNanos(5_000));

            assertThat(servedAt).hasValue(expected);
            assertThat(room.waiting()).isZero();
        });
    }

    private static Waiter anybody(SplittableRandom random, Spot spot) {
        Priority priority = PRIORITIES.get(random.nextInt(4));
        return new Waiter(0, "tenant " + random.nextInt(4), priority, FAR + random.nextInt(200), List.of(spot));
    }

    private static void join(WaitingRoom<Hold> room, Waiter waiter, Granted<Hold> granted) {
        Refusal refusal = room.join(
                new Ticket<>(waiter.tenant, waiter.priority, waiter.deadline, List.copyOf(waiter.places), granted));
        assertThat(refusal).isNull();
    }

    /** A place that claims to have room too late, so that the room says what is ahead of it. */
    private record Late(Spot spot, long waitNanos) implements Place<Hold> {
        @Override
        public Object pool() {
            return spot.pool();
        }

        @Override
        public @Nullable Hold take(long now) {
            return null;
        }

        @Override
        public long waitNanos(long now) {
            return waitNanos;
        }

        @Override
        public long paceNanos() {
            return spot.paceNanos();
        }

        @Override
        public boolean mayComeEarlier(long nowNanos) {
            return false;
        }

        @Override
        public void giveBack(Hold hold, long now) {}
    }
}
