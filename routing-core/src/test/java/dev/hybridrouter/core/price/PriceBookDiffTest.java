package dev.hybridrouter.core.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.target.Money;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What differs between two books, and how it reads. */
class PriceBookDiffTest {
    private static final PriceBook OLD = Books.of(
            "m,profile:eu,default,0,input,3.30,2026-01-01",
            "m,profile:eu,default,0,output,16.50,2026-01-01",
            "m,profile:eu,default,200000,input,6.60,2026-01-01",
            "m,profile:eu,default,0,cache_read,0.33,2026-01-01",
            "gone,*,flex,0,input,0.000000001,2026-01-01");

    private static final PriceBook NEW = Books.of(
            "m,profile:eu,default,0,input,3.30,2026-01-01",
            "m,profile:eu,default,0,output,16.5,2026-01-01",
            "m,profile:eu,default,200000,input,6.0625,2026-01-01",
            "m,profile:eu,default,0,cache_read,0.33,2026-01-01",
            "m,profile:eu,default,0,input,3,2026-12-01",
            "m,profile:eu,default,0,cache_write_1h,6.60,2026-12-01",
            "free,*,default,0,input,0,2026-01-01");

    @Test
    void between_tellsWhatChangedAndWhen() {
        assertThat(PriceBookDiff.between(OLD, NEW).changes()).first().satisfies(change -> {
            assertThat(change.key()).hasToString("free * default input");
            assertThat(change.before()).isEmpty();
            assertThat(change.after()).contains(Money.ZERO);
            assertThat(change.from()).isEqualTo("2026-01-01");
            assertThat(change.until()).isEmpty();
        });
    }

    @Test
    void between_whenADayMoves_tellsThePeriodBetween() {
        PriceBook early = Books.of("m,*,default,0,input,3,2026-01-01", "m,*,default,0,input,4,2026-12-01");
        PriceBook late = Books.of("m,*,default,0,input,3,2026-01-01", "m,*,default,0,input,4,2026-12-15");

        assertThat(PriceBookDiff.between(early, late).describe())
                .isEqualTo("1 changed, 0 added, 0 removed\n"
                        + "~ m * default input: $4.00 -> $3.00 from 2026-12-01 until 2026-12-15");
    }

    @Test
    void between_whenAPriceIsKnownEarlier_isAddedUntilTheOldBookKnewIt() {
        PriceBook known = Books.of("m,*,default,0,input,3,2026-03-01");
        PriceBook earlier = Books.of("m,*,default,0,input,3,2026-01-01", "m,*,default,0,input,3,2026-02-01");

        assertThat(PriceBookDiff.between(known, earlier).describe())
                .isEqualTo("0 changed, 1 added, 0 removed\n"
                        + "+ m * default input: $3.00 from 2026-01-01 until 2026-03-01");
    }

    @Test
    void describe_readsLikeTheGoldenFile() throws IOException {
        try (InputStream golden = PriceBookDiffTest.class.getResourceAsStream("diff.txt")) {
            assertThat(PriceBookDiff.between(OLD, NEW).describe())
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
        }
    }

    @Test
    void between_whenOnlySourcesDiffer_isEmpty() {
        PriceBook read = Books.parse(Books.HEADER + "m,*,default,0,input,3,2026-01-01,2026-01-01,a page");
        PriceBook readAgain = Books.parse(Books.HEADER + "m,*,default,0,input,3.00,2026-01-01,2026-05-05,a bill");

        assertThat(PriceBookDiff.between(read, readAgain).isEmpty()).isTrue();
        assertThat(PriceBookDiff.between(read, readAgain).describe()).isEqualTo("0 changed, 0 added, 0 removed");
    }

    @Test
    void between_whenTheSamePriceIsSaidAgainLater_isEmpty() {
        PriceBook said = Books.of("m,*,default,0,input,3,2026-01-01");
        PriceBook again = Books.of("m,*,default,0,input,3,2026-01-01", "m,*,default,0,input,3,2026-05-05");

        assertThat(PriceBookDiff.between(said, again).isEmpty()).isTrue();
        assertThat(PriceBookDiff.between(again, said).isEmpty()).isTrue();
    }
}
