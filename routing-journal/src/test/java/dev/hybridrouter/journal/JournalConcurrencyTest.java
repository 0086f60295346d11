package dev.hybridrouter.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.test.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads on one journal. */
@Timeout(600)
class JournalConcurrencyTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final int THREADS = 8;
    private static final long LIMIT = 40_000_000;
    private static final List<AccountTerms> TERMS = List.of(
            AccountTerms.limited(new AccountId("day", ""), BudgetWindow.day(ZoneOffset.UTC), new Money(LIMIT)),
            AccountTerms.limited(
                    new AccountId("rolling", "a"), BudgetWindow.rolling(Duration.ofHours(1)), new Money(LIMIT)));

    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong open = new AtomicLong();

    private static JournaledLedger.Builder builder(Path directory, Durability durability) {
        return JournaledLedger.builder(directory)
                .durability(durability)
                .interval(Duration.ofNanos(100_000))
                .compactAt(1 << 14)
                .clock(ManualClock.startingAt(NOW));
    }

    private static List<LedgerAccount> accounts(JournaledLedger ledger) {
        return TERMS.stream().map(ledger::account).toList();
    }

    /** Calls of one thread; counts what is settled once that has returned, and what is open as long as it may be. */
    private void call(JournaledLedger ledger, IntPredicate goesOn, SplittableRandom random) {
        List<LedgerAccount> accounts = accounts(ledger);
        for (int i = 0; goesOn.test(i); i++) {
            long amount = random.nextLong(1, 10_000);
            if (ledger.reserve(accounts, new Money(amount), NOW.toEpochMilli()) instanceof Reservation line) {
                switch (random.nextInt(10)) {
                    case 0 -> assertThat(line.release()).isTrue();
                    case 1 -> {
                        assertThat(line.leavePending(NOW.toEpochMilli())).isTrue();
                        open.addAndGet(amount);
                    }
                    default -> {
                        long actual = random.nextLong(amount + 1);
                        assertThat(line.settle(new Money(actual))).isTrue();
                        settled.addAndGet(actual);
                    }
                }
            }
        }
    }

    private void load(JournaledLedger ledger, IntPredicate goesOn, Runnable meanwhile) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> threads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                SplittableRandom random = new SplittableRandom(thread);
                threads.add(executor.submit(() -> call(ledger, goesOn, random)));
            }
            while (!threads.stream().allMatch(Future::isDone)) {
                meanwhile.run();
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private void assertHoldsAll(JournaledLedger ledger) {
        for (LedgerAccount account : accounts(ledger)) {
            AccountState state = account.state(NOW);
            assertThat(state.settled()).isEqualTo(new Money(settled.get()));
            assertThat(state.pending()).isEqualTo(new Money(open.get()));
            assertThat(state.reserved()).isEqualTo(Money.ZERO);
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void ledgerThatIsClosedAndOpenedAgain_holdsAllSums(Durability durability, @TempDir Path directory)
            throws Exception {
        try (JournaledLedger ledger = builder(directory, durability).open()) {
            int calls = durability == Durability.FORCED ? 100 : 2_000;
            load(ledger, call -> call < calls, Thread::onSpinWait);
        }
        try (JournaledLedger ledger = builder(directory, durability).open()) {
            assertHoldsAll(ledger);
        }
    }

    /** Copies of the journal at any time are what a crash would have left then. */
    @Test
    void crashAtAnyTime_keepsWhatHadReturned_andPassesNoLimit() throws Exception {
        MemoryDisk disk = new MemoryDisk();
        AtomicLong crashes = new AtomicLong();
        try (JournaledLedger ledger =
                builder(Path.of("unused"), Durability.WRITTEN).open(disk)) {
            load(ledger, call -> crashes.get() < 50 || disk.begun() < 10, () -> {
                long settledBefore = settled.get();
                long openBefore = open.get();
                byte[] left = disk.copy();
                crashes.incrementAndGet();
                try (JournaledLedger other =
                        builder(Path.of("unused"), Durability.WRITTEN).open(MemoryDisk.of(left))) {
                    for (LedgerAccount account : accounts(other)) {
                        AccountState state = account.state(NOW);
                        assertThat(state.settled()).isGreaterThanOrEqualTo(new Money(settledBefore));
                        assertThat(state.pending()).isGreaterThanOrEqualTo(new Money(openBefore));
                        assertThat(state.committed()).isLessThanOrEqualTo(new Money(LIMIT));
                    }
                }
            });
        }
    }

    @Test
    void threadThatIsInterrupted_isServed_andStaysInterrupted() {
        MemoryDisk disk = new MemoryDisk();
        JournaledLedger ledger = builder(Path.of("unused"), Durability.FORCED).open(disk);
        Thread.currentThread().interrupt();
        Reservation line = (Reservation) ledger.reserve(accounts(ledger), new Money(10), NOW.toEpochMilli());
        assertThat(line.settle(new Money(3))).isTrue();
        ledger.close();
        assertThat(Thread.interrupted()).isTrue();
        try (JournaledLedger other =
                builder(Path.of("unused"), Durability.FORCED).open(disk)) {
            settled.set(3);
            assertHoldsAll(other);
        }
    }
}
