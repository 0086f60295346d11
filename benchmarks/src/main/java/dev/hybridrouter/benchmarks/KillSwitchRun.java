package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.RejectionReason;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/**
 * How soon does the kill switch take effect? Throws it a thousand times while threads send as fast as they can, and prints
 * how long each throw took until no call could go out any more.
 */
public final class KillSwitchRun {
    private static final int THROWS = 1_000;
    private static final int SENDERS = 4;
    private static final int PAUSE_MILLIS = 2;
    private static final double MICROS = 1e3;
    private static final KillOrder STOP =
            KillOrder.cancelling(KillScope.everything(), KillCause.OPERATOR, "a benchmark", "benchmark");

    private KillSwitchRun() {}

    /** Runs it. */
    public static void main(String[] args) throws InterruptedException {
        HybridRouter router = Fixture.router(new InstantAdapter());
        AtomicBoolean over = new AtomicBoolean();
        LongAdder answered = new LongAdder();
        LongAdder stopped = new LongAdder();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        for (int i = 0; i < SENDERS; i++) {
            senders.execute(() -> {
                while (!over.get()) {
                    (isStopped(router.route(Fixture.REQUEST)) ? stopped : answered).increment();
                }
            });
        }
        Histogram nanos = new Histogram(3);
        for (int i = 0; i < THROWS; i++) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            long start = System.nanoTime();
            router.killSwitch().engage(STOP);
            nanos.recordValue(System.nanoTime() - start);
            router.killSwitch().reopen(STOP.scope(), 100, "benchmark", "next round");
        }
        over.set(true);
        senders.shutdown();
        router.close();
        System.out.printf(
                Locale.ROOT,
                "%,d throws under load: p50 %.1f us, p99 %.1f us, longest %.1f us; %,d calls answered, %,d stopped%n",
                THROWS,
                nanos.getValueAtPercentile(50) / MICROS,
                nanos.getValueAtPercentile(99) / MICROS,
                nanos.getMaxValue() / MICROS,
                answered.sum(),
                stopped.sum());
    }

    private static boolean isStopped(RouteResult result) {
        return result instanceof RouteResult.Rejected rejected
                && rejected.reasons().get(0).reason() == RejectionReason.KILL_SWITCH;
    }
}
