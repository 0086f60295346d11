package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What servers send that is no message, too long, or cut: at the places that read bytes. */
@Timeout(120)
class HostileInputTest {
    private final List<Map<String, Object>> messages = new ArrayList<>();
    private final Map<Object, FailureKind> ended = new LinkedHashMap<>();
    private final Frames.Sink sink = new Frames.Sink() {
        @Override
        public void message(Map<String, Object> message) {
            messages.add(message);
        }

        @Override
        public void ended(Object requestId, ProviderFailure why) {
            ended.put(requestId, why.kind());
        }
    };

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void framesThatAreNoMessage_costNothing() {
        for (String frame : List.of(
                "",
                "  ",
                "starting up",
                "{",
                "{config loaded}",
                "  level: 'info',",
                "}",
                "[\"ready\"]",
                "[1, [2]]",
                "null",
                "42",
                "\"text\"",
                "{\"level\":\"info\",\"id\":1,\"msg\":\"x\"}",
                "{\"level\":\"info\",\"id\":1,\"method\":\"tools/call\"}",
                "{\"type\":\"heartbeat\"}",
                "java.lang.IllegalStateException: {\"a\":1}",
                "\tat a.B.c(D.java:1)")) {
            assertThat(Frames.deliver(bytes(frame), sink)).as(frame).isFalse();
        }
        assertThat(messages).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void messages_areReadHoweverTheyAreWrapped() {
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}";
        for (String frame : List.of(
                answer,
                "\uFEFF" + answer,
                "\t" + answer,
                answer + "\r",
                "[" + answer + ",7]",
                "took 5 ms: " + answer)) {
            messages.clear();
            assertThat(Frames.deliver(bytes(frame), sink)).as(frame).isTrue();
            assertThat(messages).singleElement().satisfies(message -> assertThat(message)
                    .containsEntry("id", "a"));
        }
    }

    @Test
    void anAnswerThatIsCutOrTooDeep_endsItsRequestOnly() {
        Frames.deliver(bytes("{\"jsonrpc\":\"2.0\",\"id\":\"a-1\",\"result\":{\"content\":["), sink);
        Frames.deliver(bytes("{\"result\":" + "{\"id\":".repeat(2_000) + "1" + "}".repeat(2_000) + ",\"id\":7}"), sink);
        assertThat(ended).isEqualTo(Map.of("a-1", FailureKind.MALFORMED_RESPONSE, 7, FailureKind.MALFORMED_RESPONSE));
    }

    @Test
    void theIdOfAMessage_isFoundAtItsTopLevelOnly() {
        assertThat(IdScanner.idOf(bytes("{\"result\":{\"id\":1},\"a\":\"id\",\"id\" : \"x\\\"y\"}")))
                .isEqualTo("x\"y");
        assertThat(IdScanner.idOf(bytes("{\"a\":[{\"id\":1}],\"b\":\"\\\",\\\"id\\\":2\"}")))
                .isNull();
        assertThat(IdScanner.idOf(bytes("{\"id\":{\"id\":1}}"))).isNull();
        assertThat(IdScanner.idOf(bytes("{\"id\":12,"))).isEqualTo(12);
        assertThat(IdScanner.idOf(bytes("{\"id\":\"" + "x".repeat(1_000) + "\"}")))
                .isNull();
    }

    @Test
    void aLineThatIsTooLong_isSkippedAndItsIdFound() throws IOException {
        String text = "first\n{\"result\":\"" + "x".repeat(50_000) + "\",\"id\":\"late\"}\nlast\nno end";
        try (BoundedLines lines = new BoundedLines(new ByteArrayInputStream(bytes(text)), 1_000, 1_000_000)) {
            assertThat(next(lines).bytes()).asString().isEqualTo("first");
            BoundedLines.Line tooLong = next(lines);
            assertThat(tooLong.isWhole()).isFalse();
            assertThat(tooLong.bytes()).hasSize(1_000);
            assertThat(tooLong.id()).isEqualTo("late");
            assertThat(next(lines).bytes()).asString().isEqualTo("last");
            assertThat(lines.next()).isNull();
        }
    }

    private static BoundedLines.Line next(BoundedLines lines) throws IOException {
        return Objects.requireNonNull(lines.next());
    }

    @Test
    void aLineWithoutEnd_isGivenUp() {
        try (BoundedLines lines = new BoundedLines(new Endless(), 1_000, 1_000_000)) {
            assertThatThrownBy(lines::next).isInstanceOf(IOException.class).hasMessageContaining("1001000 bytes");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) 'x');
            return length;
        }
    }

    private List<String> events(SseReader[] reader, byte[] stream, SplittableRandom random) throws IOException {
        List<String> events = new ArrayList<>();
        reader[0] = new SseReader(
                event -> events.add(new String(event, StandardCharsets.UTF_8)), Limits.MESSAGE, Long.MAX_VALUE);
        for (int from = 0; from < stream.length; ) {
            int to = Math.min(stream.length, from + 1 + random.nextInt(7));
            reader[0].accept(ByteBuffer.wrap(stream, from, to - from));
            from = to;
        }
        return events;
    }

    @Test
    void events_areReadWhereverTheStreamIsCutAndHoweverItsLinesEnd() throws IOException {
        String stream = "\uFEFF: hello\n\nevent: ping\ndata: ping\n\nid: 4\nretry: 250\ndata: a\ndata:b\ndata\n\n"
                + "data:  c\nid\n\nid: sp ace\nfoo: bar\ndata: grün\n\ndata: cut";
        for (long seed = 1; seed <= 50; seed++) {
            for (String end : List.of("\n", "\r\n", "\r")) {
                SseReader[] reader = new SseReader[1];
                assertThat(events(reader, bytes(stream.replace("\n", end)), new SplittableRandom(seed)))
                        .as("seed %s", seed)
                        .containsExactly("ping", "a\nb\n", " c", "grün");
                assertThat(reader[0].retry()).hasMillis(250);
                assertThat(reader[0].lastId()).isNull();
            }
        }
    }

    @Test
    void anEventThatIsTooLong_isGivenUp() {
        SseReader reader = new SseReader(event -> {}, Limits.MESSAGE, Long.MAX_VALUE);
        byte[] piece = bytes("data: " + "x".repeat(60_000) + "\n");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 400; i++) {
                        reader.accept(ByteBuffer.wrap(piece));
                    }
                })
                .isInstanceOf(SseReader.TooLongException.class);
    }

    @Test
    void aLongEventInSmallPieces_takesLinearTime() throws IOException {
        int[] sizes = new int[1];
        SseReader reader = new SseReader(event -> sizes[0] = event.length, Limits.MESSAGE, Long.MAX_VALUE);
        byte[] piece = bytes("x".repeat(1_024));
        reader.accept(ByteBuffer.wrap(bytes("data: ")));
        for (int i = 0; i < 15 * 1_024; i++) { // a quadratic reader copies 100 GB here
            reader.accept(ByteBuffer.wrap(piece));
        }
        reader.accept(ByteBuffer.wrap(bytes("\n\n")));
        assertThat(sizes[0]).isEqualTo(15 * 1_024 * 1_024);
    }

    @Test
    void randomBytes_harmNothingAndEndNothing() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        String signs = "{}[]\":,\\ \n\r\tid0a\"\"jsonrpcresult\0\u00fc";
        for (int run = 0; run < 3_000; run++) {
            StringBuilder text = new StringBuilder(run % 2 == 0 ? "{\"" : "");
            for (int i = random.nextInt(200); i > 0; i--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            byte[] bytes = bytes(text.toString());
            Frames.deliver(bytes, sink);
            events(new SseReader[1], bytes, random);
            try (BoundedLines lines = new BoundedLines(new ByteArrayInputStream(bytes), 50, 1_000)) {
                for (var line = lines.next(); line != null; line = lines.next()) {
                    assertThat(line.bytes().length).isLessThanOrEqualTo(50);
                }
            }
        }
    }
}
