package dev.hybridrouter.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.guard.Corpus.Line;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.StreamInspector;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** However a text is cut, a stream releases what the whole answer would have been, and never more than that so far. */
class PiiStreamProperties {
    private static final PiiGuard REDACTING =
            PiiGuard.of(PiiPolicy.builder().onResponse(PiiAction.REDACT).build());
    private static final PiiGuard TAGGING =
            PiiGuard.of(PiiPolicy.builder().onResponse(PiiAction.TAG).build());
    private static final int RUNS = 1_500;

    private static String whole(PiiGuard guard, String text) {
        GuardVerdict verdict = guard.inspect(new GuardInput(
                Direction.RESPONSE,
                List.of(new GuardPiece(Kind.ASSISTANT, text)),
                0,
                RequestContext.defaults(),
                Duration.ofSeconds(1)));
        return verdict instanceof GuardVerdict.Replace replace
                ? replace.pieces().get(0)
                : text;
    }

    /** Several lines of the corpus in any order, so that borders of matches meet. */
    private static String someText(List<Line> lines, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(15); i >= 0; i--) {
            text.append(lines.get(random.nextInt(lines.size())).text());
            text.append(List.of(" ", "\n", ", ", "", "-", ".").get(random.nextInt(6)));
        }
        return text.toString();
    }

    private static List<Line> lines() {
        return Stream.of("corpus.tsv", "machine.tsv")
                .flatMap(file -> Corpus.lines(file).stream())
                .toList();
    }

    @Test
    void anyCut_releasesWhatTheWholeWouldBe() {
        List<Line> lines = lines();
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            String text = someText(lines, random);
            String expected = whole(REDACTING, text);
            StreamInspector stream = REDACTING.inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
            StringBuilder released = new StringBuilder();
            int longest = 1 + random.nextInt(12);
            for (int i = 0; i < text.length(); ) {
                int end = Math.min(text.length(), i + 1 + random.nextInt(longest));
                released.append(stream.push(text.substring(i, end)));
                assertThat(expected).as("seed %s", seed).startsWith(released);
                i = end;
            }
            released.append(stream.finish());
            assertThat(released).as("seed %s", seed).hasToString(expected);
        }
    }

    @Test
    void nothingReplaced_passesExactly_andHoldsBackNoMoreThanItSays() {
        List<Line> lines = lines();
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            String text = someText(lines, random);
            StreamInspector stream = TAGGING.inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
            StringBuilder released = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                released.append(stream.push(text.substring(i, i + 1)));
                assertThat(i + 1 - released.length()).isBetween(0, stream.longestHold());
            }
            released.append(stream.finish());
            assertThat(released).as("seed %s", seed).hasToString(text);
        }
    }

    /** Random signs, of which most detectors see beginnings that lead nowhere. */
    @Test
    void noise_passesExactly_andDoesNotGrowTheHold() {
        String signs = "0123456789+-.@:/ eyJAKIA_\"=(";
        for (int seed = 0; seed < RUNS / 10; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            while (text.length() < 20_000 / 10) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            StreamInspector stream = TAGGING.inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
            String released = stream.push(text.substring(0, 700)) + stream.push(text.substring(700)) + stream.finish();
            assertThat(released).as("seed %s", seed).isEqualTo(text.toString());
        }
    }

    @Test
    void endlessToken_isReleasedInTheEnd() {
        String run = "eyJ" + "a".repeat(3 * Text.LOOK_AHEAD);
        StreamInspector stream = TAGGING.inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
        int released = stream.push(run).length();
        assertThat(run.length() - released).isLessThanOrEqualTo(stream.longestHold());
    }

    @Test
    void prose_waitsForNoMoreThanTheWord() {
        StreamInspector stream = TAGGING.inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
        assertThat(stream.push("A quiet mor")).isEqualTo("A quiet ");
        assertThat(stream.push("ning, ")).isEqualTo("morning, ");
        assertThat(stream.push("call 1")).isEqualTo("call ");
        assertThat(stream.push("2 men")).isEqualTo("12 ");
        assertThat(stream.finish()).isEqualTo("men");
    }
}
