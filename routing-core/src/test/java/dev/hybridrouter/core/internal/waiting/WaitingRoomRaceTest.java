package dev.hybridrouter.core.internal.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.waiting.TestPool.Hold;
import dev.hybridrouter.core.internal.waiting.TestPool.Spot;
import dev.hybridrouter.core.internal.waiting.WaitingRoom.Ticket;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that join, leave, end what they hold and move the clock, all at once: nothing is lost, and nobody is forgotten. */
@Timeout(120)
class WaitingRoomRaceTest {
    private static final List<Priority> PRIORITIES = List.of(Priority.values());
    private static final int THREADS = 4;
    private static final int ROUNDS = 5_000;
    private static final int MAX_WAITING = 50;
    private static final long FAR = 1_000_000_000_000L;

    private final ManualClock clock = ManualClock.create();
    private final WaitingRoom<Hold> room = new WaitingRoom<>(MAX_WAITING, clock, new GuardedTimer(clock));
    private final List<TestPool> pools =
            List.of(TestPool.limit("limit", 3), TestPool.limit("small limit", 1), TestPool.refilling("quota", 20, 20));
    private final Queue<Hold> open = new ConcurrentLinkedQueue<>();
    private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
    private final Queue<Wait> toLeave = new ConcurrentLinkedQueue<>();

    private final class Wait {
        private final AtomicInteger granted = new AtomicInteger();
        private final Ticket<Hold> ticket;
        private volatile boolean left;
        private volatile boolean refused;

        Wait(SplittableRandom random) {
            List<Place<Hold>> places = new ArrayList<>();
            for (TestPool pool : pools) {
                if (places.isEmpty() || random.nextBoolean()) {
                    places.add(place(pool, random));
                }
            }
            Priority priority = PRIORITIES.get(random.nextInt(4));
            ticket = new Ticket<>("tenant " + random.nextInt(3), priority, FAR, places, this::granted);
        }

        private Spot place(TestPool pool, SplittableRandom random) {
            return pool.spot(pool.refills() ? 1 + random.nextInt(20) : 1);
        }

        private void granted(int place, Hold hold) {
            granted.incrementAndGet();
            open.add(hold);
        }

        void leave() {
            left = room.leave(ticket);
        }

        /** Whether it came to one end, and one only. */
        boolean isOver() {
            return granted.get() == (refused || left ? 0 : 1);
        }
    }

    private void act(SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> join(random);
            case 3 -> {
                Wait wait = toLeave.poll();
                if (wait != null) {
                    wait.leave();
                }
            }
            case 4 -> clock.advance(Duration.ofNanos(random.nextInt(4)));
            default -> end();
        }
    }

    private void join(SplittableRandom random) {
        Wait wait = new Wait(random);
        waits.add(wait);
        if (random.nextInt(3) == 0) {
            toLeave.add(wait); // before it joins
        }
        if (room.join(wait.ticket) != null) {
            wait.refused = true;
        }
    }

    private boolean end() {
        Hold hold = open.poll();
        if (hold != null) {
            hold.end(hold.cost(), clock.nanoTime());
            room.serve();
        }
        return hold != null;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void threads_whenAllActAtOnce_loseNothing(long seed) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        AtomicInteger mostWaiting = new AtomicInteger();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom random = new SplittableRandom(seed * 100 + i);
                running.add(threads.submit(() -> {
                    start.await();
                    for (int round = 0; round < ROUNDS; round++) {
                        act(random);
                        mostWaiting.accumulateAndGet(room.waiting(), Math::max);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(mostWaiting.get()).isBetween(1, MAX_WAITING);
        checkNobodyIsForgotten();
        drain();
        checkNothingIsLost();
    }

    /** No pool that somebody waits for has room for everybody. */
    private void checkNobodyIsForgotten() {
        assertThat(pools)
                .filteredOn(pool -> !pool.refills() && room.isAwaited(pool))
                .noneMatch(pool -> pool.hasRoom(1, clock.nanoTime()));
        // A timer that was set while the clock moved may be late by as much.
        clock.advance(Duration.ofNanos(40));
        assertThat(pools)
                .filteredOn(room::isAwaited)
                .noneMatch(pool -> pool.hasRoom(pool.refills() ? pool.capacity() : 1, clock.nanoTime()));
    }

    /** Ends what is held until nobody waits: whoever was forgotten would wait for ever. */
    private void drain() {
        do {
            clock.advance(Duration.ofNanos(20));
        } while (end());
    }

    private void checkNothingIsLost() {
        assertThat(room.waiting()).isZero();
        assertThat(clock.pendingTasks()).isZero();
        assertThat(waits.stream().filter(wait -> !wait.isOver())).isEmpty();
        long granted = waits.stream().mapToLong(wait -> wait.granted.get()).sum();
        assertThat(pools.stream()
                        .mapToLong(pool -> pool.taken.get() - pool.givenBack.get())
                        .sum())
                .isEqualTo(granted);
        assertThat(pools).allSatisfy(pool -> {
            assertThat(room.isAwaited(pool)).isFalse();
            assertThat(pool.hasRoom(pool.capacity(), clock.nanoTime())).isTrue();
        });
        assertThat(granted).isPositive();
    }
}
