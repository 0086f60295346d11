package dev.hybridrouter.bedrock;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of the documents of one request: letters, digits, single blanks, hyphens, parentheses and square brackets, at most 200,
 * each name once, in whatever case. A name that is right is left as it is. Sources: service model, DocumentBlock; reports by
 * users of other libraries of names that came twice.
 */
final class DocumentNames {
    private static final int LONGEST = 200;
    private static final String NAMELESS = "document";
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9 ()\\[\\]-]+");

    private final Set<String> taken = new HashSet<>();

    /** The name of the next document. */
    String next(String name) {
        String fitted = fitted(name);
        String next = fitted;
        for (int again = 2; !taken.add(next.toLowerCase(Locale.ROOT)); again++) {
            String end = " (" + again + ")";
            next = cut(fitted, LONGEST - end.length()) + end;
        }
        return next;
    }

    private static String fitted(String name) {
        String plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
        String fitted = UNFIT.matcher(BLANKS.matcher(plain).replaceAll(" ")).replaceAll("-");
        String cut = cut(fitted.strip(), LONGEST);
        return cut.chars().anyMatch(Character::isLetterOrDigit) ? cut : NAMELESS;
    }

    private static String cut(String name, int most) {
        return name.length() > most ? name.substring(0, most).strip() : name;
    }
}
