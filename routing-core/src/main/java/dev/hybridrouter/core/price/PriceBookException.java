package dev.hybridrouter.core.price;

import java.util.List;

/** Says why a file is no price book: every bad line, up to a limit, with file, line number, field and what is expected. */
public final class PriceBookException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 20;

    private final String[] problems;

    PriceBookException(String file, List<String> problems) {
        super(message(file, problems));
        this.problems = problems.stream().limit(SHOWN).toArray(String[]::new);
    }

    private static String message(String file, List<String> problems) {
        StringBuilder text = new StringBuilder(file)
                .append(": ")
                .append(problems.size())
                .append(problems.size() == 1 ? " bad line" : " bad lines");
        problems.stream().limit(SHOWN).forEach(problem -> text.append('\n').append(problem));
        if (problems.size() > SHOWN) {
            text.append('\n').append("and ").append(problems.size() - SHOWN).append(" more");
        }
        return text.toString();
    }

    /** One line for each of the first 20 bad lines: {@code prices.csv:12 kind: "inptu" (expected: ...)}. */
    public List<String> problems() {
        return List.of(problems);
    }
}
