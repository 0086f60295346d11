package dev.hybridrouter.guard;

import static java.util.Objects.requireNonNull;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The labelled corpus; {@code src/test/corpus} tells how it was made. */
final class Corpus {
    static final Set<PiiClass> ALL = EnumSet.allOf(PiiClass.class);

    private Corpus() {}

    /**
     * A part of a line.
     *
     * @param type what it is
     * @param start where it begins
     * @param end where it ends, exclusive
     */
    record Span(PiiClass type, int start, int end) {
        boolean covers(Span other) {
            return type == other.type && start <= other.start && end >= other.end;
        }

        boolean touches(Span other) {
            return type == other.type && start < other.end && other.start < end;
        }
    }

    /**
     * A sentence.
     *
     * @param label for which class it was written, as an example or a counterexample; {@code NONE} for neither
     * @param positive whether it holds something
     * @param text the sentence
     * @param expected what is to be found
     */
    record Line(String label, boolean positive, String text, List<Span> expected) {
        List<Span> found() {
            return scan(text);
        }
    }

    static List<Span> scan(String sentence) {
        Text text = Text.whole(sentence);
        Scanner scanner = new Scanner(ALL);
        List<Span> spans = new ArrayList<>();
        int from = 0;
        while (scanner.next(text, from) == Scanner.End.MATCH) {
            from = scanner.position();
            spans.add(new Span(scanner.type(), text.place(scanner.start()), text.place(from)));
        }
        return spans;
    }

    /** What a guard lets come back of a text. */
    static String redacted(PiiGuard guard, String text) {
        GuardVerdict verdict = guard.inspect(new GuardInput(
                GuardInput.Direction.RESPONSE,
                List.of(new GuardPiece(GuardPiece.Kind.ASSISTANT, text)),
                0,
                RequestContext.defaults(),
                Duration.ofSeconds(1)));
        return verdict instanceof GuardVerdict.Replace replace
                ? replace.pieces().get(0)
                : text;
    }

    static List<Line> lines() {
        return lines("corpus.tsv");
    }

    static List<Line> lines(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                requireNonNull(Corpus.class.getResourceAsStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Corpus::line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String row) {
        String[] fields = row.split("\t", 4);
        StringBuilder text = new StringBuilder();
        List<Span> expected = new ArrayList<>();
        int start = 0;
        for (char c : fields[3].toCharArray()) {
            if (c == '⟦') {
                start = text.length();
            } else if (c == '⟧') {
                expected.add(new Span(PiiClass.valueOf(fields[0]), start, text.length()));
            } else {
                text.append(c);
            }
        }
        return new Line(fields[0], fields[1].equals("+"), text.toString(), expected);
    }
}
