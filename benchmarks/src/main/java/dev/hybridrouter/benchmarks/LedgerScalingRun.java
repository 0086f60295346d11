package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How much more do two threads reserve and settle in the same three accounts than one? The work of {@link LedgerBenchmark} in
 * slots of 8 ms. Only slots count in which each thread had a core to itself for 97 % of the time: where threads have to
 * take turns they do not contend, and look better or worse than they are.
 */
public final class LedgerScalingRun {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long SLOT_NANOS = 8_000_000;
    private static final double UNDISTURBED = 0.97;
    private static final int SLOTS = 400;
    private static final int MOST_SLOTS = 3_000;
    private static final int WARMUP_SLOTS = 250;
    private static final int BATCH = 64;
    private static final Money HELD = new Money(1_000);
    private static final Money USED = new Money(1);

    private final InMemoryLedger ledger = InMemoryLedger.create();
    private final List<LedgerAccount> accounts = new ArrayList<>();

    private LedgerScalingRun(List<BudgetWindow> windows) {
        for (BudgetWindow window : windows) {
            AccountId id = new AccountId("account-" + accounts.size(), "");
            accounts.add(ledger.account(AccountTerms.limited(id, window, new Money(Long.MAX_VALUE / 4))));
        }
    }

    /** The work of one thread in one slot. */
    private record Slot(long calls, long nanos, long cpuNanos) {
        boolean isUndisturbed() {
            return cpuNanos >= UNDISTURBED * nanos;
        }

        double callsPerMicrosecond() {
            return calls * 1_000.0 / nanos;
        }
    }

    private Slot slot() {
        long start = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long calls = 0;
        while (System.nanoTime() - start < SLOT_NANOS) {
            for (int i = 0; i < BATCH; i++) {
                Reservation line = (Reservation) ledger.reserve(accounts, HELD, System.currentTimeMillis());
                if (!line.settle(USED)) {
                    throw new IllegalStateException("a line was settled before");
                }
            }
            calls += BATCH;
        }
        return new Slot(calls, System.nanoTime() - start, THREADS.getCurrentThreadCpuTime() - cpu);
    }

    private String run(int threads) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Double> undisturbed = new ArrayList<>();
        try {
            for (int i = 0; i < WARMUP_SLOTS + MOST_SLOTS && undisturbed.size() < SLOTS; i++) {
                List<Slot> slots = together(executor, threads);
                if (i >= WARMUP_SLOTS && slots.stream().allMatch(Slot::isUndisturbed)) {
                    undisturbed.add(slots.stream()
                            .mapToDouble(Slot::callsPerMicrosecond)
                            .sum());
                }
            }
        } finally {
            executor.shutdown();
        }
        undisturbed.sort(null);
        int count = undisturbed.size();
        return count == 0
                ? "no undisturbed slot"
                : String.format(
                        Locale.ROOT,
                        "%.2f calls/us (quartiles %.2f to %.2f of %d undisturbed slots)",
                        undisturbed.get(count / 2),
                        undisturbed.get(count / 4),
                        undisturbed.get(count * 3 / 4),
                        count);
    }

    private List<Slot> together(ExecutorService executor, int threads) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<Slot>> parts = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            parts.add(executor.submit(() -> {
                start.await();
                return slot();
            }));
        }
        List<Slot> slots = new ArrayList<>();
        for (Future<Slot> part : parts) {
            slots.add(part.get());
        }
        return slots;
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        List<BudgetWindow> calendar = List.of(
                BudgetWindow.month(ZoneOffset.UTC),
                BudgetWindow.day(ZoneOffset.UTC),
                BudgetWindow.hour(ZoneOffset.UTC));
        List<BudgetWindow> rolling = List.of(
                BudgetWindow.rolling(Duration.ofDays(30)),
                BudgetWindow.rolling(Duration.ofDays(1)),
                BudgetWindow.rolling(Duration.ofHours(1)));
        for (List<BudgetWindow> windows : List.of(calendar, rolling)) {
            for (int threads = 1; threads <= 2; threads++) {
                System.out.println((windows == rolling ? "rolling" : "calendar") + ", threads: " + threads + ": "
                        + new LedgerScalingRun(windows).run(threads));
            }
        }
    }
}
