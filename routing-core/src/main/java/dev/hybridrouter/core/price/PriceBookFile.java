package dev.hybridrouter.core.price;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.BilledModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the file format of price books, as docs/prices.md explains it. For one file, on one thread. */
final class PriceBookFile {
    private static final String HEADER = "model,scope,tier,above_tokens,kind,usd_per_million,valid_from,read,source";
    private static final int FIELDS = HEADER.split(",", -1).length;

    private final String name;
    private final PriceBook.Builder book = PriceBook.builder();
    private final Map<Place, Integer> seen = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private boolean headed;

    private PriceBookFile(String name) {
        this.name = name;
    }

    /** What may be said once only. */
    private record Place(PriceKey key, LocalDate validFrom) {}

    static PriceBook read(Reader reader, String name) throws IOException {
        PriceBookFile file = new PriceBookFile(Check.notBlank(name, "name"));
        file.readLines(new BufferedReader(Check.notNull(reader, "reader")));
        if (!file.problems.isEmpty()) {
            throw new PriceBookException(name, file.problems);
        }
        return file.book.build();
    }

    private void readLines(BufferedReader reader) throws IOException {
        int number = 0;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            number++;
            String line = text.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (!headed) {
                readHeader(line, number);
            } else {
                readLine(line, number);
            }
        }
        if (!headed) {
            problems.add(name + " header: none (expected: " + HEADER + ")");
        }
    }

    private void readHeader(String line, int number) {
        headed = true;
        if (!line.equals(HEADER)) {
            problems.add(name + ":" + number + " header: " + line + " (expected: " + HEADER + ")");
        }
    }

    private void readLine(String line, int number) {
        try {
            PriceLine price = parse(line.split(",", -1));
            Integer before = seen.putIfAbsent(new Place(price.key(), price.validFrom()), number);
            if (before != null) {
                throw Check.invalid("line", "as line " + before, "each price and date once");
            }
            book.line(price);
        } catch (IllegalArgumentException e) {
            problems.add(name + ":" + number + " " + e.getMessage());
        }
    }

    private static PriceLine parse(String[] fields) {
        if (fields.length != FIELDS) {
            throw Check.invalid("line", fields.length + " fields", FIELDS + ", without commas inside");
        }
        BilledModel billed = new BilledModel(visible(fields[0], "model"), visible(fields[1], "scope"));
        PriceKey key = new PriceKey(billed, fields[2].strip(), tokens(fields[3]), kind(fields[4].strip()));
        return new PriceLine(
                key,
                price(fields[5].strip()),
                date(fields[6].strip(), "valid_from"),
                date(fields[7].strip(), "read"),
                visible(fields[8], "source"));
    }

    private static String visible(String text, String field) {
        return Check.notBlank(text, field).strip();
    }

    private static long tokens(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw Check.invalid("above_tokens", '"' + text.strip() + '"', "a whole number, 0 for the lowest band");
        }
    }

    private static TokenKind kind(String text) {
        return Arrays.stream(TokenKind.values())
                .filter(kind -> kind.id().equals(text))
                .findFirst()
                .orElseThrow(() -> Check.invalid(
                        "kind",
                        '"' + text + '"',
                        Arrays.stream(TokenKind.values()).map(TokenKind::id).collect(Collectors.joining(", "))));
    }

    private static Money price(String text) {
        try {
            Money price = Money.usd(text);
            if (price.nanoUsd() >= 0) {
                return price;
            }
        } catch (IllegalArgumentException e) { // said below, with the field's name
        }
        throw Check.invalid(
                "usd_per_million", '"' + text + '"', "dollars such as 3.00, at least 0, with at most nine decimals");
    }

    private static LocalDate date(String text, String field) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Check.invalid(field, '"' + text + '"', "a day such as 2026-07-24");
        }
    }
}
