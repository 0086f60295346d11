package dev.hybridrouter.core.price;

import dev.hybridrouter.spi.BilledModel;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.LocalDate;

/** Books in a few words. */
final class Books {
    static final String HEADER = "model,scope,tier,above_tokens,kind,usd_per_million,valid_from,read,source\n";
    static final LocalDate DAY = LocalDate.of(2026, 6, 15);

    private Books() {}

    /** A book of lines without header and without the day they were read and their source. */
    static PriceBook of(String... lines) {
        return parse(HEADER + String.join(",2026-01-01,test\n", lines) + ",2026-01-01,test\n");
    }

    static PriceBook parse(String text) {
        try {
            return PriceBook.parse(new StringReader(text), "prices.csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BilledModel in(String scope) {
        return new BilledModel("m", scope);
    }
}
