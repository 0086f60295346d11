package dev.hybridrouter.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.spi.ledger.Shortfall;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads on the same accounts. */
@Timeout(600)
class LedgerConcurrencyTest {
    private static final int THREADS = 64;
    private static final int CALLS = 10_000;
    private static final long RESERVED = 1_000_000;
    private static final long NOW = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private final InMemoryLedger ledger = InMemoryLedger.create();

    static List<BudgetWindow> windows() {
        return List.of(BudgetWindow.day(ZoneOffset.UTC), BudgetWindow.rolling(Duration.ofHours(1)));
    }

    private LedgerAccount account(String name, BudgetWindow window, long limit) {
        return ledger.account(AccountTerms.limited(new AccountId(name, ""), window, new Money(limit)));
    }

    /** One thread's part of the work. */
    private interface Part {
        void run(int thread, SplittableRandom random);
    }

    private static void inParallel(int threads, Part part) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                parts.add(executor.submit(() -> part.run(number, new SplittableRandom(number))));
            }
            for (Future<?> one : parts) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    /** Calls cost half of what is reserved on average, so a limit of a sixth of all reservations admits a third. */
    @ParameterizedTest
    @MethodSource("windows")
    void limitThatAdmitsAThirdOfTheCalls_isUsedUp_andNeverPassed(BudgetWindow window) throws Exception {
        long limit = THREADS * CALLS * RESERVED / 6;
        List<LedgerAccount> scopes = List.of(
                account("all", window, limit),
                account("tenant", BudgetWindow.month(ZoneOffset.UTC), limit * 2),
                account("operation", BudgetWindow.hour(ZoneOffset.UTC), limit * 2));
        AtomicLong inFlight = new AtomicLong();
        AtomicLong most = new AtomicLong();
        AtomicLong spent = new AtomicLong();

        inParallel(THREADS, (thread, random) -> {
            for (int call = 0; call < CALLS; call++) {
                if (ledger.reserve(scopes, new Money(RESERVED), NOW) instanceof Reservation line) {
                    most.accumulateAndGet(inFlight.addAndGet(RESERVED), Math::max);
                    long actual = random.nextLong(RESERVED + 1);
                    inFlight.addAndGet(actual - RESERVED);
                    spent.addAndGet(actual);
                    assertThat(line.settle(new Money(actual))).isTrue();
                }
            }
        });

        assertThat(most.get()).as("settled and reserved at any time").isLessThanOrEqualTo(limit);
        assertThat(spent.get()).as("used").isBetween(limit * 99 / 100, limit);
        for (LedgerAccount scope : scopes) {
            AccountState state = scope.state(Instant.ofEpochMilli(NOW));
            assertThat(state.settled()).isEqualTo(new Money(spent.get()));
            assertThat(state.committed()).isEqualTo(new Money(spent.get()));
        }
    }

    /** Each line is ended by whichever thread comes by, mostly another than reserved it. */
    @ParameterizedTest
    @MethodSource("windows")
    void linesThatOthersEnd_leaveExactlyWhatIsNotSpent(BudgetWindow window) throws Exception {
        long limit = 24 * RESERVED;
        LedgerAccount account = account("all", window, limit);
        Queue<Reservation> open = new ConcurrentLinkedQueue<>();
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        AtomicLong spent = new AtomicLong();

        inParallel(8, (thread, random) -> {
            for (int call = 0; call < 20_000; call++) {
                if (ledger.reserve(List.of(account), new Money(RESERVED), NOW) instanceof Reservation line) {
                    most.accumulateAndGet(held.addAndGet(RESERVED), Math::max);
                    open.add(line);
                }
                Reservation other = random.nextInt(3) == 0 ? null : open.poll();
                if (other != null) {
                    long actual = random.nextInt(200);
                    held.addAndGet(actual - RESERVED);
                    spent.addAndGet(actual);
                    assertThat(other.settle(new Money(actual))).isTrue();
                }
            }
        });
        open.forEach(Reservation::release);

        long left = limit - spent.get();
        assertThat(most.get()).as("settled and reserved at any time").isLessThanOrEqualTo(limit);
        assertThat(account.committedNanoUsd(NOW)).isEqualTo(spent.get());
        assertThat(account.state(Instant.ofEpochMilli(NOW)).settled()).isEqualTo(new Money(spent.get()));
        assertThat(ledger.reserve(List.of(account), new Money(left + 1), NOW)).isInstanceOf(Shortfall.class);
        assertThat(ledger.reserve(List.of(account), new Money(left), NOW)).isInstanceOf(Reservation.class);
    }

    /** While many reserve and settle, a reader never sees less than what stays reserved all the time. */
    @ParameterizedTest
    @MethodSource("windows")
    void snapshotWhileMoneyMoves_isNeverTooLittle(BudgetWindow window) throws Exception {
        LedgerAccount account = account("all", window, 1_000 * RESERVED);
        Reservation kept = (Reservation) ledger.reserve(List.of(account), new Money(RESERVED), NOW);
        Queue<Reservation> open = new ConcurrentLinkedQueue<>();

        inParallel(4, (thread, random) -> {
            for (int call = 0; call < 20_000; call++) {
                if (thread == 0) {
                    for (LedgerSnapshot.Balance balance :
                            ledger.snapshot(Instant.ofEpochMilli(NOW)).balances()) {
                        assertThat(balance.settled().plus(balance.open())).isGreaterThanOrEqualTo(kept.amount());
                    }
                } else if (ledger.reserve(List.of(account), new Money(RESERVED), NOW) instanceof Reservation line) {
                    open.add(line);
                    Reservation other = open.poll();
                    assertThat(other == null || other.release()).isTrue();
                }
            }
        });

        open.forEach(Reservation::release);
        assertThat(account.committedNanoUsd(NOW)).isEqualTo(RESERVED);
    }

    @Test
    void lineThatManyEnd_isClosedOnce() throws Exception {
        LedgerAccount all = account("all", BudgetWindow.day(ZoneOffset.UTC), Long.MAX_VALUE / 4);
        int rounds = 20_000;
        List<Reservation> lines = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            lines.add((Reservation) ledger.reserve(List.of(all), new Money(10), NOW));
        }
        AtomicLong settled = new AtomicLong();
        AtomicLong closed = new AtomicLong();

        inParallel(4, (thread, random) -> {
            for (Reservation line : lines) {
                switch (thread) {
                    case 0 -> line.leavePending(NOW);
                    case 1 -> closed.addAndGet(line.release() ? 1 : 0);
                    default -> {
                        if (line.settle(new Money(7))) {
                            closed.incrementAndGet();
                            settled.addAndGet(7);
                        }
                    }
                }
            }
        });

        AccountState state = all.state(Instant.ofEpochMilli(NOW));
        assertThat(closed).hasValue(rounds);
        assertThat(state.settled()).isEqualTo(new Money(settled.get()));
        assertThat(state.reserved()).isEqualTo(Money.ZERO);
        assertThat(state.pending()).isEqualTo(Money.ZERO);
    }

    /** The clock moves on while lines of older windows and steps are settled and released. */
    @ParameterizedTest
    @MethodSource("windows")
    void windowsThatTurnMeanwhile_endEmpty(BudgetWindow window) throws Exception {
        long limit = 40 * RESERVED;
        LedgerAccount account = account("all", window, limit);
        AtomicLong clock = new AtomicLong(NOW);

        inParallel(4, (thread, random) -> {
            List<Reservation> held = new ArrayList<>();
            for (int call = 0; call < 50_000; call++) {
                long now = clock.addAndGet(random.nextInt(3_000));
                if (ledger.reserve(List.of(account), new Money(RESERVED), now) instanceof Reservation line) {
                    held.add(line);
                }
                if (held.size() > 8) {
                    Reservation line = held.remove(random.nextInt(held.size()));
                    assertThat(
                                    random.nextBoolean()
                                            ? line.settle(new Money(random.nextLong(RESERVED)))
                                            : line.release())
                            .isTrue();
                }
            }
            held.forEach(Reservation::release);
        });

        Instant later = Instant.ofEpochMilli(clock.get()).plus(Duration.ofDays(2));
        assertThat(account.state(later).committed()).isEqualTo(Money.ZERO);
        assertThat(ledger.reserve(List.of(account), new Money(limit), later.toEpochMilli()))
                .as("the whole limit, after all windows have turned")
                .isInstanceOf(Reservation.class);
    }
}
