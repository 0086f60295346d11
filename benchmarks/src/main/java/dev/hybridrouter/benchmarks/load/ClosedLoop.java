package dev.hybridrouter.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;

/**
 * So many calls at a time: each answer is followed by the next call at once.
 *
 * @param concurrency calls in flight
 */
record ClosedLoop(int concurrency) implements Load {
    @Override
    public String name() {
        return "closed loop, " + concurrency + " at a time";
    }

    @Override
    public Sample run(Caller caller, Duration length) {
        Phaser running = new Phaser(1);
        Sample.Collector collector = new Sample.Collector();
        long end = System.nanoTime() + length.toNanos();
        running.bulkRegister(concurrency);
        for (int i = 0; i < concurrency; i++) {
            new Slot(caller, collector, running, end).next();
        }
        running.arriveAndAwaitAdvance();
        return collector.end();
    }

    /** One call after the other. */
    private record Slot(Caller caller, Sample.Collector collector, Phaser running, long endNanos) {
        @SuppressWarnings("FutureReturnValueIgnored") // every end is seen by ended
        void next() {
            long start = System.nanoTime();
            if (start - endNanos >= 0) {
                running.arriveAndDeregister();
            } else {
                caller.send().whenComplete((text, error) -> ended(start, error));
            }
        }

        private void ended(long startNanos, @Nullable Throwable error) {
            if (error == null) {
                collector.answered(startNanos);
                next();
            } else {
                collector.failed();
                running.arriveAndDeregister();
            }
        }
    }
}
