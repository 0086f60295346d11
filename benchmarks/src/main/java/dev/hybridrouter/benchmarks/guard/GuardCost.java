package dev.hybridrouter.benchmarks.guard;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.guard.PiiAction;
import dev.hybridrouter.guard.PiiGuard;
import dev.hybridrouter.guard.PiiPolicy;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.StreamInspector;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Prints the processor time of the guard for each kibibyte, the best of several rounds. On a machine that does something
 * else as well it tells more than {@link GuardBenchmark}, which measures time on the wall.
 */
public final class GuardCost {
    private static final int ROUNDS = 8;
    private static final int CHARACTERS_A_ROUND = 2_000_000;
    private static final int TOKEN = 4;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final PiiGuard guard =
            PiiGuard.of(PiiPolicy.builder().onResponse(PiiAction.REDACT).build());
    private long sink;

    private GuardCost() {}

    /** Runs the measurement. */
    public static void main(String[] arguments) {
        GuardCost cost = new GuardCost();
        for (int length : new int[] {1_024, 65_536}) {
            for (Sample sample : Sample.values()) {
                String text = sample.text(length);
                System.out.printf(
                        Locale.ROOT,
                        "%-8s %6d characters: whole %7.1f µs/KiB, stream %7.1f µs/KiB%n",
                        sample,
                        length,
                        cost.best(text, () -> cost.whole(text)),
                        cost.best(text, () -> cost.stream(text)));
            }
        }
        System.out.println("(" + cost.sink + ")");
    }

    private double best(String text, Runnable work) {
        int times = CHARACTERS_A_ROUND / text.length();
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < times; i++) {
                work.run();
            }
            long nanos = threads.getCurrentThreadCpuTime() - start;
            best = Math.min(best, nanos / 1_000.0 / times / (text.length() / 1_024.0));
        }
        return best;
    }

    private void whole(String text) {
        GuardInput input = new GuardInput(
                Direction.REQUEST,
                List.of(new GuardPiece(Kind.USER, text)),
                0,
                RequestContext.defaults(),
                Duration.ofSeconds(1));
        sink += guard.inspect(input).findings().size();
    }

    private void stream(String text) {
        StreamInspector stream = guard.inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
        for (int i = 0; i < text.length(); i += TOKEN) {
            sink += stream.push(text.substring(i, i + TOKEN)).length();
        }
        sink += stream.finish().length();
    }
}
