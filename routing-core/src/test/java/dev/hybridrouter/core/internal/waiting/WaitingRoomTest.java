package dev.hybridrouter.core.internal.waiting;

import static dev.hybridrouter.api.request.Priority.CRITICAL;
import static dev.hybridrouter.api.request.Priority.LOW;
import static dev.hybridrouter.api.request.Priority.MEDIUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.waiting.TestPool.Hold;
import dev.hybridrouter.core.internal.waiting.TestPool.Spot;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class WaitingRoomTest {
    private static final long FAR = 1_000_000;

    private final ManualClock clock = ManualClock.create();
    private final WaitingRoom<Hold> room = new WaitingRoom<>(100, clock, new GuardedTimer(clock));
    private final TestPool quota = TestPool.refilling("quota", 100, 0);
    private final TestPool other = TestPool.refilling("other", 100, 0);
    private final TestPool limit = TestPool.limit("limit", 1);
    private final List<String> served = new ArrayList<>();
    private final Map<String, Hold> holds = new HashMap<>();

    private Ticket<Hold> ticket(String name, String tenant, Priority priority, long deadline, Spot... places) {
        return new Ticket<>(tenant, priority, deadline, List.of(places), (place, hold) -> {
            served.add(name + " at " + hold.pool());
            holds.put(name, hold);
        });
    }

    private Ticket<Hold> ticket(String name, Spot... places) {
        return ticket(name, "tenant", MEDIUM, clock.nanoTime() + FAR, places);
    }

    private @Nullable Refusal join(String name, Spot... places) {
        return room.join(ticket(name, places));
    }

    private void join(Ticket<Hold> ticket) {
        assertThat(room.join(ticket)).isNull();
    }

    private void advance(long nanos) {
        clock.advance(Duration.ofNanos(nanos));
    }

    private void end(String name) {
        Hold hold = Objects.requireNonNull(holds.get(name));
        hold.end(hold.cost(), clock.nanoTime());
        room.serve();
    }

    @Test
    void join_whenThereIsRoom_isServedAtOnce() {
        assertThat(join("a", limit.spot(1))).isNull();

        assertThat(served).containsExactly("a at limit");
        assertThat(room.waiting()).isZero();
        assertThat(room.isAwaited(limit)).isFalse();
    }

    @Test
    void time_whenItBringsRoom_servesByItself() {
        join("a", quota.spot(10));
        join(ticket("b", "tenant", MEDIUM, 2 * FAR, quota.spot(20)));
        assertThat(room.isAwaited(quota)).isTrue();
        assertThat(room.isAwaited(other)).isFalse();

        advance(9);
        assertThat(served).isEmpty();
        advance(1);
        assertThat(served).containsExactly("a at quota");
        advance(19);
        assertThat(room.waiting()).isOne();
        advance(1);

        assertThat(served).containsExactly("a at quota", "b at quota");
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void order_whenPrioritiesDiffer_isByPriority() {
        join(ticket("low", "x", LOW, FAR, quota.spot(1)));
        join(ticket("medium", "x", MEDIUM, FAR, quota.spot(1)));
        join(ticket("critical", "x", CRITICAL, FAR, quota.spot(1)));

        advance(10);

        assertThat(served).containsExactly("critical at quota", "medium at quota", "low at quota");
    }

    @Test
    void order_whenOneTenantHasMany_delaysTheFirstOfAnotherByOne() {
        for (int i = 0; i < 50; i++) {
            join(ticket("many", "many", MEDIUM, FAR, quota.spot(1)));
        }
        join(ticket("few", "few", MEDIUM, 2 * FAR, quota.spot(1)));
        join(ticket("few", "few", MEDIUM, 2 * FAR, quota.spot(1)));

        advance(4);

        assertThat(served).containsExactly("many at quota", "few at quota", "many at quota", "few at quota");
    }

    @Test
    void order_whenATenantIsServedElsewhere_keepsItsTurn() {
        join(ticket("a at both", "a", MEDIUM, FAR, quota.spot(1)));
        join(ticket("b", "b", MEDIUM, FAR, quota.spot(1)));
        join(ticket("a", "a", MEDIUM, FAR, limit.spot(1)));

        advance(1);

        assertThat(served).containsExactly("a at limit", "a at both at quota");
    }

    @Test
    void order_withinATenant_isByUrgency_thenBySize_thenByArrival() {
        join(ticket("late", "x", MEDIUM, 500, quota.spot(1)));
        join(ticket("later", "x", MEDIUM, 501, quota.spot(1)));
        join(ticket("large", "x", MEDIUM, 501, quota.spot(5)));
        join(ticket("late again", "x", MEDIUM, 500, quota.spot(1)));

        advance(8);

        assertThat(served).containsExactly("late at quota", "late again at quota", "later at quota", "large at quota");
    }

    @Test
    void large_whenItIsFirst_doesNotStarveBehindSmallOnes() {
        join(ticket("large", "x", MEDIUM, FAR, quota.spot(50)));
        join(ticket("small", "x", MEDIUM, 2 * FAR, quota.spot(1)));
        join(ticket("elsewhere", "x", MEDIUM, 2 * FAR, quota.spot(1), limit.spot(1)));

        advance(49);
        assertThat(served).containsExactly("elsewhere at limit");
        advance(1);

        assertThat(served).containsExactly("elsewhere at limit", "large at quota");
    }

    @Test
    void places_whenSeveralHaveRoom_takesTheMostWanted() {
        advance(10);

        join("a", other.spot(5), quota.spot(5));
        join("b", quota.spot(50), other.spot(5));

        assertThat(served).containsExactly("a at other", "b at other");
    }

    @Test
    void places_whenTwoDrawOnOnePool_takesTheOneThatFits() {
        advance(10);

        join("a", quota.spot(50), quota.spot(10));

        assertThat(served).containsExactly("a at quota");
        assertThat(quota.hasRoom(1, clock.nanoTime())).isFalse();
    }

    @Test
    void first_whenItIsServedElsewhere_letsTheNextBeServed() {
        join("holder", limit.spot(1));
        join("large", quota.spot(50), limit.spot(1));
        join(ticket("small", "tenant", MEDIUM, 2 * FAR, quota.spot(5)));
        advance(10);

        end("holder");

        assertThat(served).containsExactly("holder at limit", "large at limit", "small at quota");
    }

    @Test
    void leave_ofTheFirst_letsTheNextBeServed() {
        Ticket<Hold> large = ticket("large", quota.spot(50));
        join(large);
        join(ticket("small", "tenant", MEDIUM, 2 * FAR, quota.spot(5)));
        advance(10);

        assertThat(room.leave(large)).isTrue();
        assertThat(room.leave(large)).isTrue();

        assertThat(served).containsExactly("small at quota");
        assertThat(room.waiting()).isZero();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void leave_beforeJoin_doesNotWait() {
        Ticket<Hold> gone = ticket("gone", limit.spot(1));

        room.leave(gone);
        join(gone);

        assertThat(served).isEmpty();
        assertThat(room.waiting()).isZero();
    }

    @Test
    void leave_betweenServiceAndHandingOver_givesBackAndServesTheNext() {
        List<Ticket<Hold>> rest = new ArrayList<>();
        join(new Ticket<>("x", CRITICAL, FAR, List.of(quota.spot(1)), (place, hold) -> room.leave(rest.get(0))));
        rest.add(ticket("gone", "x", MEDIUM, FAR, other.spot(1)));
        rest.add(ticket("next", "x", LOW, FAR, other.spot(1)));
        rest.forEach(this::join);

        advance(1);

        assertThat(served).containsExactly("next at other");
        assertThat(other.givenBack).hasValue(1);
        assertThat(room.waiting()).isZero();
    }

    @Test
    void leave_afterHandingOver_changesNothing() {
        Ticket<Hold> ticket = ticket("a", limit.spot(1));
        join(ticket);

        assertThat(room.leave(ticket)).isFalse();

        assertThat(served).hasSize(1);
        assertThat(limit.givenBack).hasValue(0);
    }

    @Test
    void join_again_isRefused() {
        Ticket<Hold> ticket = ticket("a", quota.spot(10));
        join(ticket);

        assertThatIllegalStateException()
                .isThrownBy(() -> room.join(ticket))
                .withMessage("ticket: joined again (expected: one ticket per wait)");
    }

    @Test
    void join_whenTheRoomIsFull_isRefusedUntilSomebodyLeaves() {
        WaitingRoom<Hold> small = new WaitingRoom<>(2, clock, new GuardedTimer(clock));
        Ticket<Hold> first = ticket("first", quota.spot(10));
        Ticket<Hold> third = ticket("third", "tenant", CRITICAL, FAR, quota.spot(10));
        assertThat(small.join(first)).isNull();
        assertThat(small.join(ticket("second", quota.spot(10)))).isNull();

        assertThat(small.join(third)).isEqualTo(new Full(2));
        small.leave(first);
        assertThat(small.join(third)).isNull();
    }

    @Test
    void bounds_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WaitingRoom<Hold>(-1, clock, new GuardedTimer(clock)))
                .withMessage("waiting.maxWaiting: -1 (expected: 0 to 1000000)");
        assertThatIllegalArgumentException().isThrownBy(() -> ticket("nowhere"));
    }

    @Test
    void join_whenItsTurnComesTooLate_isRefusedWithTheEstimate() {
        join(ticket("a", "a", MEDIUM, FAR, quota.spot(30)));
        join(ticket("a", "a", MEDIUM, FAR, quota.spot(30)));
        join(ticket("critical", "b", CRITICAL, FAR, quota.spot(7)));
        join(ticket("low", "c", LOW, FAR, quota.spot(50)));

        // Behind the critical one and the first of the other tenant.
        assertThat(room.join(ticket("late", "b", MEDIUM, 47, quota.spot(10)))).isEqualTo(new TooLate(47));
        assertThat(room.join(ticket("in time", "b", MEDIUM, 48, quota.spot(10))))
                .isNull();
        advance(47);
        assertThat(served).containsExactly("critical at quota", "a at quota", "in time at quota");
    }

    @Test
    void estimate_isTheLeastOfAllPlaces() {
        join(ticket("a", "a", MEDIUM, FAR, quota.spot(30)));

        assertThat(room.join(ticket("b", "b", MEDIUM, 5, quota.spot(10), other.spot(20))))
                .isEqualTo(new TooLate(20));
        assertThat(room.join(ticket("b", "b", MEDIUM, 5, other.spot(20), quota.spot(10))))
                .isEqualTo(new TooLate(20));
        assertThat(room.join(ticket("c", "c", MEDIUM, 5, quota.spot(101)))).isEqualTo(new TooLate(Long.MAX_VALUE));
        assertThat(room.join(ticket("d", "d", MEDIUM, 0, limit.spot(1)))).isEqualTo(new TooLate(1));
    }

    @Test
    void join_whenRoomMayComeEarlier_waitsUntilItsDeadline() {
        Ticket<Hold> waits = ticket("waits", "x", MEDIUM, 5, quota.earlySpot(20));
        assertThat(room.join(waits)).isEqualTo(new TooLate(20)); // nothing in flight
        advance(1);
        join("in flight", quota.spot(1));

        assertThat(room.join(waits)).isNull();
        quota.spot(0).giveBack(new Hold(quota, 20), clock.nanoTime());
        room.serve();

        assertThat(served).containsExactly("in flight at quota", "waits at quota");
    }

    @Test
    void place_thatCannotHaveRoomInTime_keepsNobodyFromItsPool() {
        advance(10);
        join("holder", limit.spot(1));
        join(ticket("waits", "x", CRITICAL, clock.nanoTime() + 20, quota.spot(90), quota.spot(101), limit.spot(1)));

        assertThat(room.isAwaited(quota)).isFalse();
        join("small", quota.spot(10));
        end("holder");

        assertThat(served).containsExactly("holder at limit", "small at quota", "waits at limit");
    }

    @Test
    void deadline_whenItHasPassed_nothingIsGranted() {
        join("holder", limit.spot(1));
        Ticket<Hold> late = ticket("late", "x", CRITICAL, 5, limit.spot(1));
        join(late);
        join("next", limit.spot(1));
        advance(5);

        end("holder");
        room.leave(late);

        assertThat(served).containsExactly("holder at limit", "next at limit");
        assertThat(room.waiting()).isZero();
    }

    @Test
    void granted_whenItThrows_stopsNobody() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.hybridrouter.bug");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        join(new Ticket<>("x", CRITICAL, FAR, List.of(quota.spot(1)), (place, hold) -> {
            throw new IllegalStateException("broken on purpose");
        }));
        join("next", other.spot(1));

        advance(1);
        join("later", limit.spot(1));
        logger.detachAppender(log);

        assertThat(served).containsExactly("next at other", "later at limit");
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                    .contains("IllegalStateException")
                    .doesNotContain("on purpose");
        });
        assertThat(quota.givenBack).hasValue(0); // a hold that was handed over is the request's
    }

    @Test
    void place_whenItThrows_stopsNobodyElsewhere() {
        AtomicInteger asked = new AtomicInteger();
        Place<Hold> broken = new Place<>() {
            @Override
            public Object pool() {
                return "broken";
            }

            @Override
            public @Nullable Hold take(long nowNanos) {
                asked.incrementAndGet();
                throw new IllegalStateException("broken on purpose");
            }

            @Override
            public long waitNanos(long nowNanos) {
                if (asked.get() > 0) {
                    throw new IllegalStateException("broken on purpose");
                }
                return 1;
            }

            @Override
            public long paceNanos() {
                return 0;
            }

            @Override
            public boolean mayComeEarlier(long nowNanos) {
                return false;
            }

            @Override
            public void giveBack(Hold hold, long nowNanos) {}
        };
        join(new Ticket<>("x", CRITICAL, FAR, List.of(broken), (place, hold) -> served.add("broken")));

        join("next", quota.spot(1));
        advance(1);

        assertThat(served).containsExactly("next at quota");
        assertThat(room.waiting()).isOne();
    }

    @Test
    void granted_whenItJoinsAgain_growsNoStack() {
        chain(100_000);

        assertThat(served).containsExactly("done");
    }

    private void chain(int more) {
        TestPool open = TestPool.limit("open", 1);
        join(new Ticket<>("x", MEDIUM, FAR, List.of(open.spot(1)), (place, hold) -> {
            if (more == 0) {
                served.add("done");
            } else {
                chain(more - 1);
            }
        }));
    }

    @Test
    void granted_isCalledWithoutTheLock() {
        join(new Ticket<>("x", MEDIUM, FAR, List.of(limit.spot(1)), (place, hold) -> {
            CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> {
                Ticket<Hold> ticket = ticket("elsewhere", quota.spot(1));
                join(ticket);
                room.leave(ticket);
            });
            elsewhere.orTimeout(20, TimeUnit.SECONDS).join();
            served.add("outside");
        }));

        assertThat(served).containsExactly("outside");
    }

    @Test
    void timer_whenTheSchedulerRefuses_theNextCallServes() {
        WaitingRoom<Hold> untimed = new WaitingRoom<>(10, clock, new GuardedTimer((task, delay) -> {
            throw new RejectedExecutionException();
        }));
        assertThat(untimed.join(ticket("a", quota.spot(5)))).isNull();
        advance(5);
        assertThat(served).isEmpty();

        untimed.serve();

        assertThat(served).containsExactly("a at quota");
    }
}
