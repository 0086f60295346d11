package dev.hybridrouter.benchmarks.guard;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.guard.PiiAction;
import dev.hybridrouter.guard.PiiGuard;
import dev.hybridrouter.guard.PiiPolicy;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.StreamInspector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to look for all classes of personal data in a text of so many characters? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls create first
public class GuardBenchmark {
    private static final int TOKEN = 4;

    /** What kind of text. */
    @Param
    public Sample sample;

    /** How many characters; cost for each has to be the same. */
    @Param({"1024", "65536"})
    public int length;

    private PiiGuard guard;
    private GuardInput input;
    private String[] tokens;

    /** Creates guard and text. */
    @Setup
    public void create() {
        guard = PiiGuard.of(PiiPolicy.builder().onResponse(PiiAction.REDACT).build());
        String text = sample.text(length);
        input = new GuardInput(
                Direction.REQUEST,
                List.of(new GuardPiece(Kind.USER, text)),
                0,
                RequestContext.defaults(),
                Duration.ofSeconds(1));
        tokens = new String[length / TOKEN];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = text.substring(i * TOKEN, (i + 1) * TOKEN);
        }
    }

    /** A whole request, with placeholders. */
    @Benchmark
    public GuardVerdict inspect() {
        return guard.inspect(input);
    }

    /** An answer in pieces of four characters, redacted. */
    @Benchmark
    public int stream() {
        StreamInspector stream = guard.inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
        int released = 0;
        for (String token : tokens) {
            released += stream.push(token).length();
        }
        return released + stream.finish().length();
    }
}
