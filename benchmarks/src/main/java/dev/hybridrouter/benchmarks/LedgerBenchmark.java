package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to hold money in three budgets and to settle it, the reading of the clock included? Beside it a limiter
 * of three bandwidths that takes as much and gives back what was not used; it keeps no lines and tells nobody what was spent.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LedgerBenchmark {
    private static final long HELD = 1_000;
    private static final long USED = 1; // so little that no limit comes into sight

    private final InMemoryLedger ledger = InMemoryLedger.create();
    private final List<LedgerAccount> calendar = List.of(
            account("everything", BudgetWindow.month(ZoneOffset.UTC)),
            account("tenant", BudgetWindow.day(ZoneOffset.UTC)),
            account("model", BudgetWindow.hour(ZoneOffset.UTC)));
    private final List<LedgerAccount> rolling = List.of(
            account("rolling-everything", BudgetWindow.rolling(Duration.ofDays(30))),
            account("rolling-tenant", BudgetWindow.rolling(Duration.ofDays(1))),
            account("rolling-model", BudgetWindow.rolling(Duration.ofHours(1))));
    private final Bucket bucket = Bucket.builder()
            .addLimit(bandwidth(Duration.ofDays(30)))
            .addLimit(bandwidth(Duration.ofDays(1)))
            .addLimit(bandwidth(Duration.ofHours(1)))
            .build();

    private LedgerAccount account(String name, BudgetWindow window) {
        return ledger.account(AccountTerms.limited(new AccountId(name, ""), window, new Money(Long.MAX_VALUE / 4)));
    }

    private static Bandwidth bandwidth(Duration period) {
        return Bandwidth.builder()
                .capacity(1_000_000_000_000L)
                .refillGreedy(1_000_000_000_000L, period)
                .build();
    }

    private boolean call(List<LedgerAccount> accounts) {
        Reservation line = (Reservation) ledger.reserve(accounts, new Money(HELD), System.currentTimeMillis());
        return line.settle(new Money(USED));
    }

    /** Three budgets of the calendar. */
    @Benchmark
    public boolean ledger() {
        return call(calendar);
    }

    /** The same by two threads. */
    @Benchmark
    @Threads(2)
    public boolean ledger_twoThreads() {
        return call(calendar);
    }

    /** Three rolling budgets. */
    @Benchmark
    public boolean rolling() {
        return call(rolling);
    }

    /** The same by two threads. */
    @Benchmark
    @Threads(2)
    public boolean rolling_twoThreads() {
        return call(rolling);
    }

    /** Three bandwidths. */
    @Benchmark
    public boolean bucket4j() {
        boolean taken = bucket.tryConsume(HELD);
        bucket.addTokens(HELD - USED);
        return taken;
    }

    /** The same by two threads. */
    @Benchmark
    @Threads(2)
    public boolean bucket4j_twoThreads() {
        boolean taken = bucket.tryConsume(HELD);
        bucket.addTokens(HELD - USED);
        return taken;
    }
}
