package dev.hybridrouter.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.guard.Corpus.Line;
import dev.hybridrouter.spi.guard.BlockSpanningInspector;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Adjacent blocks are read as one text, whole or streamed; what is taken out stands in the block in which it began. */
class BlocksTest {
    private static final PiiGuard REDACTING =
            PiiGuard.of(PiiPolicy.builder().onResponse(PiiAction.REDACT).build());

    private static List<String> whole(List<String> blocks) {
        List<GuardPiece> pieces = new ArrayList<>();
        for (String block : blocks) {
            pieces.add(new GuardPiece(Kind.ASSISTANT, block, !pieces.isEmpty()));
        }
        GuardVerdict verdict = REDACTING.inspect(
                new GuardInput(Direction.RESPONSE, pieces, 0, RequestContext.defaults(), Duration.ofSeconds(1)));
        return verdict instanceof GuardVerdict.Replace replace ? replace.pieces() : blocks;
    }

    private static List<String> streamed(List<String> blocks, int step) {
        BlockSpanningInspector stream =
                (BlockSpanningInspector) REDACTING.inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
        List<StringBuilder> out = new ArrayList<>(List.of(new StringBuilder()));
        for (int i = 0; i < blocks.size(); i++) {
            if (i > 0) {
                stream.nextBlock();
            }
            String block = blocks.get(i);
            for (int from = 0; from < block.length(); from += step) {
                add(stream.push(block.substring(from, Math.min(block.length(), from + step))), stream, out);
            }
        }
        add(stream.finish(), stream, out);
        return out.stream().map(StringBuilder::toString).toList();
    }

    private static void add(String released, BlockSpanningInspector stream, List<StringBuilder> out) {
        int done = 0;
        for (int end : stream.blockEnds()) {
            out.get(out.size() - 1).append(released, done, end);
            out.add(new StringBuilder());
            done = end;
        }
        out.get(out.size() - 1).append(released, done, released.length());
    }

    private static void assertBoth(List<String> blocks, String... expected) {
        assertThat(whole(blocks)).containsExactly(expected);
        assertThat(streamed(blocks, 1)).containsExactly(expected);
        assertThat(streamed(blocks, 100)).containsExactly(expected);
    }

    @Test
    void whatABorderCuts_isFound() {
        assertBoth(List.of("card 42424242", "42424242, thanks"), "card [PAYMENT_CARD]", ", thanks");
        assertBoth(List.of("card 4242 4242 ", "4242 ", "4242."), "card [PAYMENT_CARD]", "", ".");
        assertBoth(List.of("My BSN is ", "111222333"), "My BSN is ", "[NL_BSN]");
        assertBoth(List.of("anna.schmidt", "@exam", "ple.com or", " not"), "[EMAIL]", "", " or", " not");
        assertBoth(List.of("max%4", "0example.com"), "[EMAIL]", "");
    }

    @Test
    void whatABlockHoldsAlone_isFoundWhateverTheNextBeginsWith() {
        assertBoth(List.of("card 4242424242424242", "17 apples"), "card [PAYMENT_CARD]", "17 apples");
        assertBoth(List.of("Hello", "4242424242424242"), "Hello", "[PAYMENT_CARD]");
        assertBoth(List.of("4242424242424242", "and"), "[PAYMENT_CARD]", "and");
        assertBoth(List.of("3.", "192.0.2.17"), "3.", "[IP_ADDRESS]");
    }

    @Test
    void piecesThatStandAlone_areNotJoined() {
        GuardVerdict verdict = REDACTING.inspect(new GuardInput(
                Direction.RESPONSE,
                List.of(new GuardPiece(Kind.ASSISTANT, "card 42424242"), new GuardPiece(Kind.ASSISTANT, "42424242")),
                0,
                RequestContext.defaults(),
                Duration.ofSeconds(1)));
        assertThat(verdict).isEqualTo(GuardVerdict.pass());
    }

    @Test
    void anyCutIntoBlocks_streamsWhatTheWholeWouldBe() {
        List<Line> lines = Corpus.lines();
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            List<String> blocks = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                String text = lines.get(random.nextInt(lines.size())).text();
                int cut = random.nextInt(text.length());
                blocks.add(text.substring(0, cut));
                blocks.add(text.substring(cut));
            }
            List<String> expected = whole(blocks);
            assertThat(streamed(blocks, 1 + random.nextInt(9)))
                    .as("seed %s", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void anyValueOfTheCorpus_isFoundWhereverABorderCutsIt() {
        for (Line line : Corpus.lines()) {
            for (Corpus.Span span : line.expected()) {
                int cut = (span.start() + span.end()) / 2;
                List<String> blocks =
                        List.of(line.text().substring(0, cut), line.text().substring(cut));
                assertThat(String.join("", whole(blocks))).as(line.text()).contains("[" + span.type() + "]");
            }
        }
    }
}
