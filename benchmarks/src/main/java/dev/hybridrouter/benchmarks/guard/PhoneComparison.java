package dev.hybridrouter.benchmarks.guard;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds phone numbers of the guard's corpus with libphonenumber, which is told the country that goes with the language of
 * each sentence, and prints precision and recall by the rules of the guard's own test. Argument: {@code corpus.tsv}.
 */
public final class PhoneComparison {
    private static final Map<String, String> REGIONS = Map.of(
            "en", "GB", "de", "DE", "fr", "FR", "es", "ES", "it", "IT", "pl", "PL", "nl", "NL", "pt", "PT", "sv", "SE",
            "ro", "RO");

    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    private int expected;
    private int found;
    private int wrong;

    private PhoneComparison() {}

    /** Runs the comparison. */
    public static void main(String[] arguments) throws IOException {
        for (Leniency leniency : List.of(Leniency.POSSIBLE, Leniency.VALID, Leniency.STRICT_GROUPING)) {
            PhoneComparison comparison = new PhoneComparison();
            for (String row : Files.readAllLines(Path.of(arguments[0]))) {
                if (!row.startsWith("#")) {
                    comparison.count(row.split("\t", 4), leniency);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: precision %.3f, recall %.3f (%d of %d found, %d wrong)%n",
                    leniency,
                    (double) comparison.found / (comparison.found + comparison.wrong),
                    (double) comparison.found / comparison.expected,
                    comparison.found,
                    comparison.expected,
                    comparison.wrong);
        }
    }

    private void count(String[] row, Leniency leniency) {
        boolean phone = row[0].equals("PHONE");
        List<int[]> spans = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int start = 0;
        for (char c : row[3].toCharArray()) {
            if (c == '⟦') {
                start = text.length();
            } else if (c == '⟧') {
                spans.add(new int[] {start, text.length()});
            } else {
                text.append(c);
            }
        }
        List<PhoneNumberMatch> matches = new ArrayList<>();
        library.findNumbers(text, REGIONS.getOrDefault(row[2], "ZZ"), leniency, Long.MAX_VALUE)
                .forEach(matches::add);
        for (int[] span : phone ? spans : List.<int[]>of()) {
            expected++;
            // The library leaves out a bracket or plus sign now and then; a digit less is a miss.
            found += matches.stream().anyMatch(m -> m.start() <= span[0] + 1 && m.end() >= span[1]) ? 1 : 0;
        }
        for (PhoneNumberMatch match : matches) {
            boolean right = phone && spans.stream().anyMatch(s -> match.start() < s[1] && s[0] < match.end());
            wrong += right ? 0 : 1;
        }
    }
}
