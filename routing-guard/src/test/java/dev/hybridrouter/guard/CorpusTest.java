package dev.hybridrouter.guard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.guard.Corpus.Line;
import dev.hybridrouter.guard.Corpus.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Precision and recall of each class over the whole corpus: what is found where another class was labelled counts as wrong.
 * A run writes the table to {@code target/pii-table.txt} and the misses to {@code target/pii-misses.txt}.
 */
class CorpusTest {
    private static final double PRECISION = 0.95;
    private static final double RECALL = 0.95;
    private static final int EXAMPLES = 40;

    private static final class Score {
        private int positiveLines;
        private int negativeLines;
        private int expected;
        private int found;
        private int wrong;

        double precision() {
            return found + wrong == 0 ? 0 : (double) found / (found + wrong);
        }

        double recall() {
            return expected == 0 ? 0 : (double) found / expected;
        }
    }

    @Test
    void everyClass_isFoundAndNotInvented() throws IOException {
        Map<PiiClass, Score> scores = new EnumMap<>(PiiClass.class);
        Corpus.ALL.forEach(type -> scores.put(type, new Score()));
        List<String> misses = new ArrayList<>();
        for (Line line : Corpus.lines()) {
            count(line, scores, misses);
        }
        Files.writeString(Path.of("target/pii-table.txt"), table(scores));
        Files.write(Path.of("target/pii-misses.txt"), misses);
        scores.forEach((type, score) -> {
            assertThat(score.positiveLines).as(type + " examples").isGreaterThanOrEqualTo(EXAMPLES);
            assertThat(score.negativeLines).as(type + " counterexamples").isGreaterThanOrEqualTo(EXAMPLES);
            assertThat(score.precision()).as(type + " precision").isGreaterThanOrEqualTo(PRECISION);
            assertThat(score.recall()).as(type + " recall").isGreaterThanOrEqualTo(RECALL);
        });
    }

    /** Sentences that no detector was made for; the floors are what came out at the first run. */
    @Test
    void heldOutSentences_areFoundLessOften() throws IOException {
        Totals totals = totals("held-out");
        assertThat(totals.recall()).as("recall").isGreaterThanOrEqualTo(0.65);
        assertThat(totals.precision()).as("precision").isGreaterThanOrEqualTo(0.95);
    }

    /** Values between commas, tabs, quotes and brackets are found as they are between words. */
    @Test
    void whatProgramsWrite_isFoundToo() throws IOException {
        Totals totals = totals("machine");
        assertThat(totals.recall()).as("recall").isGreaterThanOrEqualTo(0.99);
        assertThat(totals.precision()).as("precision").isGreaterThanOrEqualTo(0.99);
    }

    /** What came out over all classes. */
    private record Totals(int expected, int found, int wrong) {
        double recall() {
            return (double) found / expected;
        }

        double precision() {
            return (double) found / (found + wrong);
        }
    }

    private static Totals totals(String name) throws IOException {
        Map<PiiClass, Score> scores = new EnumMap<>(PiiClass.class);
        Corpus.ALL.forEach(type -> scores.put(type, new Score()));
        List<String> misses = new ArrayList<>();
        for (Line line : Corpus.lines(name + ".tsv")) {
            count(line, scores, misses);
        }
        int expected =
                scores.values().stream().mapToInt(score -> score.expected).sum();
        int found = scores.values().stream().mapToInt(score -> score.found).sum();
        int wrong = scores.values().stream().mapToInt(score -> score.wrong).sum();
        misses.add(0, found + " of " + expected + " found, " + wrong + " wrong");
        Files.write(Path.of("target/pii-" + name + ".txt"), misses);
        return new Totals(expected, found, wrong);
    }

    private static void count(Line line, Map<PiiClass, Score> scores, List<String> misses) {
        List<Span> found = line.found();
        if (!line.label().equals("NONE")) {
            Score score = requireNonNull(scores.get(PiiClass.valueOf(line.label())));
            score.positiveLines += line.positive() ? 1 : 0;
            score.negativeLines += line.positive() ? 0 : 1;
        }
        for (Span span : line.expected()) {
            Score score = requireNonNull(scores.get(span.type()));
            score.expected++;
            if (found.stream().anyMatch(match -> match.covers(span))) {
                score.found++;
            } else {
                misses.add("missed " + span.type() + ": " + line.text());
            }
        }
        for (Span match : found) {
            if (line.expected().stream().noneMatch(match::touches)) {
                requireNonNull(scores.get(match.type())).wrong++;
                misses.add("wrong " + match.type() + " «" + line.text().substring(match.start(), match.end()) + "»: "
                        + line.text());
            }
        }
    }

    private static String table(Map<PiiClass, Score> scores) {
        StringBuilder out = new StringBuilder("""
                | class | examples | counterexamples | precision | recall |
                | --- | --- | --- | --- | --- |
                """);
        scores.forEach((type, score) -> out.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.3f | %.3f |%n",
                type,
                score.positiveLines,
                score.negativeLines,
                score.precision(),
                score.recall())));
        return out.toString();
    }
}
