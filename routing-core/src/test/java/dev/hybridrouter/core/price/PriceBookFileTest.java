package dev.hybridrouter.core.price;

import static dev.hybridrouter.core.price.Books.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.BilledModel;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file format, and what it says of files that do not follow it. */
class PriceBookFileTest {
    private static final String GOOD = "m,*,default,0,input,3.00,2026-01-01,2026-01-02,a page";

    private static PriceBookException refused(String text) {
        return catchThrowableOfType(PriceBookException.class, () -> Books.parse(text));
    }

    @Test
    void parse_readsEveryField() {
        PriceKey key = new PriceKey(new BilledModel("m:0", "profile:eu"), "flex", 200_000, TokenKind.CACHE_WRITE_1H);
        PriceLine line = new PriceLine(
                key, Money.usd("0.0005"), LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 2), "a page of AWS");

        assertThat(Books.parse(
                                HEADER
                                        + "m:0 , profile:eu,flex, 200000,cache_write_1h,0.0005,2026-01-01,2026-01-02, a page of AWS ")
                        .lines())
                .containsExactly(line);
    }

    @Test
    void parse_passesOverCommentsAndBlankLines() {
        assertThat(Books.parse("# ours\r\n\r\n" + HEADER + "  # more\n\n" + GOOD + "\r\n\n")
                        .lines())
                .hasSize(1);
        assertThat(Books.parse(HEADER).lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m,*,default,0,input,3.00,2026-01-01,2026-01-02 | line: 8 fields (expected: 9, without commas inside)",
                "m,*,default,0,input,3,2026-01-01,2026-01-02,a, b | line: 10 fields (expected: 9, without commas inside)",
                "m,,default,0,input,3,2026-01-01,2026-01-02,s | scope: blank (expected: at least one visible character)",
                "m,*,default,0,input,3,2026-01-01,2026-01-02, | source: blank (expected: at least one visible character)",
                "m,*,default,-1,input,3,2026-01-01,2026-01-02,s | above_tokens: -1 (expected: >= 0)",
                "m,*,default,200k,input,3,2026-01-01,2026-01-02,s"
                        + " | above_tokens: \"200k\" (expected: a whole number, 0 for the lowest band)",
                "m,*,default,0,inptu,3,2026-01-01,2026-01-02,s"
                        + " | kind: \"inptu\" (expected: input, output, cache_read, cache_write_5m, cache_write_1h)",
                "m,*,default,0,input,$3,2026-01-01,2026-01-02,s"
                        + " | usd_per_million: \"$3\" (expected: dollars such as 3.00, at least 0, with at most nine decimals)",
                "m,*,default,0,input,-3,2026-01-01,2026-01-02,s"
                        + " | usd_per_million: \"-3\" (expected: dollars such as 3.00, at least 0, with at most nine decimals)",
                "m,*,default,0,input,0.0000000001,2026-01-01,2026-01-02,s | usd_per_million: \"0.0000000001\""
                        + " (expected: dollars such as 3.00, at least 0, with at most nine decimals)",
                "m,*,default,0,input,,2026-01-01,2026-01-02,s"
                        + " | usd_per_million: \"\" (expected: dollars such as 3.00, at least 0, with at most nine decimals)",
                "m,*,default,0,input,3,01.01.2026,2026-01-02,s"
                        + " | valid_from: \"01.01.2026\" (expected: a day such as 2026-07-24)",
                "m,*,default,0,input,3,2026-01-01,2026-02-30,s"
                        + " | read: \"2026-02-30\" (expected: a day such as 2026-07-24)",
            })
    void parse_whenALineIsBad_namesLineFieldAndFix(String line, String problem) {
        assertThat(refused("# a comment\n" + HEADER + line).problems()).containsExactly("prices.csv:3 " + problem);
    }

    @Test
    void parse_whenAPriceIsThereTwice_namesBothLines() {
        assertThat(refused(HEADER + GOOD + "\n" + GOOD.replace("3.00", "4.00")).problems())
                .containsExactly("prices.csv:3 line: as line 2 (expected: each price and date once)");
    }

    @Test
    void parse_whenTheHeaderIsMissing_saysWhatItIs() {
        assertThatThrownBy(() -> Books.parse("model,scope\n"))
                .hasMessageStartingWith("prices.csv: 1 bad line")
                .hasMessageContaining("prices.csv:1 header: model,scope (expected: " + HEADER.strip() + ")");
        assertThat(refused("# nothing\n").problems())
                .containsExactly("prices.csv header: none (expected: " + HEADER.strip() + ")");
    }

    @Test
    void parse_whenManyLinesAreBad_namesTheFirstTwentyAndCountsTheRest() {
        PriceBookException refused = refused(HEADER + "bad\n".repeat(23) + GOOD);

        assertThat(refused.problems()).hasSize(20);
        assertThat(refused.problems().get(19)).startsWith("prices.csv:21 line: 1 fields");
        assertThat(refused)
                .message()
                .hasLineCount(22)
                .startsWith("prices.csv: 23 bad lines")
                .endsWith("and 3 more");
        assertThat(refused).isInstanceOf(IllegalArgumentException.class);
    }
}
