package dev.hybridrouter.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * So many calls a second, whatever the answers do. Latency counts from the moment a call was due, so that a stall is
 * seen by all the calls it delayed.
 *
 * @param perSecond calls that become due each second
 */
record OpenLoop(int perSecond) implements Load {
    @Override
    public String name() {
        return "open loop, " + perSecond + " a second";
    }

    @Override
    public Sample run(Caller caller, Duration length) {
        Phaser running = new Phaser(1);
        Sample.Collector collector = new Sample.Collector();
        long start = System.nanoTime();
        long calls = perSecond * length.toMillis() / 1_000;
        for (long i = 0; i < calls; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            await(due);
            running.register();
            send(caller, collector, running, due);
        }
        running.arriveAndAwaitAdvance();
        return collector.end();
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // every end is seen by ended
    private static void send(Caller caller, Sample.Collector collector, Phaser running, long due) {
        caller.send().whenComplete((text, error) -> ended(collector, running, due, error));
    }

    private static void ended(Sample.Collector collector, Phaser running, long due, @Nullable Throwable error) {
        if (error == null) {
            collector.answered(due);
        } else {
            collector.failed();
        }
        running.arriveAndDeregister();
    }
}
