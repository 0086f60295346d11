package dev.hybridrouter.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.guard.Corpus.Line;
import dev.hybridrouter.guard.Corpus.Span;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The values of the corpus in disguise: how many are taken out whole, in each form, and how many of the corpus's
 * counterexamples are taken for something when they wear the same disguise. A run writes {@code target/pii-disguised.txt}.
 */
class DisguisedCorpusTest {
    private static final double RECALL = 0.95;
    private static final double PRECISION = 0.95;

    private static final PiiGuard REDACTING =
            PiiGuard.of(PiiPolicy.builder().onResponse(PiiAction.REDACT).build());

    private record Form(String name, UnaryOperator<String> disguise) {}

    private static final List<Form> FORMS = List.of(
            new Form("percent-encoded", DisguisedCorpusTest::percent),
            new Form("percent-encoded twice", value -> percent(value).replace("%", "%25")),
            new Form("references, decimal", value -> each(value, c -> "&#" + (int) c + ";")),
            new Form(
                    "references, hexadecimal",
                    value -> each(value, c -> c < 'A' ? String.format(Locale.ROOT, "&#x%x;", (int) c) : "" + c)),
            new Form("escapes", value -> each(value, c -> String.format(Locale.ROOT, "\\u%04x", (int) c))),
            new Form("zero-width space after each character", value -> each(value, c -> c + "\u200B")),
            new Form("soft hyphen after each third character", value -> value.replaceAll("(.{3})(?=.)", "$1\u00AD")),
            new Form("full-width", value -> each(value, c -> "" + (c > ' ' && c < 0x7F ? (char) (c + 0xFEE0) : c))),
            new Form(
                    "Arabic-Indic digits",
                    value -> each(value, c -> "" + (Chars.isDigit(c) ? (char) (c - '0' + '\u0660') : c))));

    private static String percent(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String each(String value, Function<Character, String> change) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            out.append(change.apply(value.charAt(i)));
        }
        return out.toString();
    }

    private static boolean isFound(Line line, Span span, Form form) {
        String before = line.text().substring(0, span.start());
        String value = form.disguise.apply(line.text().substring(span.start(), span.end()));
        String behind = line.text().substring(span.end());
        return Corpus.redacted(REDACTING, before + value + behind).contains("[" + span.type() + "]")
                && !Corpus.redacted(REDACTING, before + value + behind).contains(value);
    }

    @Test
    void everyForm_isFound_andCounterexamplesAreNot() throws IOException {
        List<String> table = new ArrayList<>(List.of("| disguise | found | of | wrong |", "| --- | --- | --- | --- |"));
        List<String> low = new ArrayList<>();
        for (Form form : FORMS) {
            int found = 0;
            int all = 0;
            int wrong = 0;
            for (Line line : Corpus.lines()) {
                for (Span span : line.expected()) {
                    all++;
                    found += isFound(line, span, form) ? 1 : 0;
                }
                if (line.expected().isEmpty()) {
                    String disguised = form.disguise.apply(line.text());
                    wrong += Corpus.redacted(REDACTING, disguised).equals(disguised) ? 0 : 1;
                }
            }
            table.add(String.format(Locale.ROOT, "| %s | %d | %d | %d |", form.name, found, all, wrong));
            if (found < RECALL * all || wrong > (1 - PRECISION) * all) {
                low.add(table.get(table.size() - 1));
            }
        }
        Files.write(Path.of("target/pii-disguised.txt"), table);
        assertThat(low).isEmpty();
    }
}
