package dev.hybridrouter.benchmarks.guard;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.guard.PiiAction;
import dev.hybridrouter.guard.PiiClass;
import dev.hybridrouter.guard.PiiGuard;
import dev.hybridrouter.guard.PiiPolicy;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardVerdict;
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

/** What does it cost to look for phone numbers in a kibibyte, here and with libphonenumber? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls create first
public class PhoneBenchmark {
    /** What kind of text. */
    @Param
    public Sample sample;

    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    private PiiGuard guard;
    private GuardInput input;
    private String text;

    /** Creates guard and text. */
    @Setup
    public void create() {
        guard = PiiGuard.of(PiiPolicy.builder()
                .onRequest(PiiAction.IGNORE)
                .onRequest(PiiClass.PHONE, PiiAction.TAG)
                .build());
        text = sample.text(1_024);
        input = new GuardInput(
                Direction.REQUEST,
                List.of(new GuardPiece(Kind.USER, text)),
                0,
                RequestContext.defaults(),
                Duration.ofSeconds(1));
    }

    /** The guard, told to tag phone numbers only; it looks for all the same. */
    @Benchmark
    public GuardVerdict guard() {
        return guard.inspect(input);
    }

    /** The library, with one region. */
    @Benchmark
    public int library() {
        int found = 0;
        for (PhoneNumberMatch match : library.findNumbers(text, "DE", PhoneNumberUtil.Leniency.VALID, Long.MAX_VALUE)) {
            found += match.end();
        }
        return found;
    }
}
