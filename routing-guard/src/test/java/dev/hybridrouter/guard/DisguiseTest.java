package dev.hybridrouter.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.StreamInspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is disguised is taken out as it stands in the text, whole or in single characters, and all around it stays. */
class DisguiseTest {
    private static final PiiGuard REDACTING =
            PiiGuard.of(PiiPolicy.builder().onResponse(PiiAction.REDACT).build());

    private static String streamed(String text) {
        StreamInspector stream = REDACTING.inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            out.append(stream.push(text.substring(i, i + 1)));
        }
        return out.append(stream.finish()).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "GET /u?mail=max.muster%40example.com&x=1 | GET /u?mail=[EMAIL]&x=1",
                "max%2540example.com 5%25 | [EMAIL] 5%25",
                "max&#64;example&period;com; | [EMAIL];",
                "a &amp; b: max&#x40;example.com | a &amp; b: [EMAIL]",
                "max&amp;commat;example.com &amp; so on | [EMAIL] &amp; so on",
                "max\\u0040example.com \\n | [EMAIL] \\n",
                "tel%3A%2B49%20170%201234567 | tel%3A[PHONE]",
                "R&D, 100%, AT&T, x&y=1, 50%-60%, C:\\users | R&D, 100%, AT&T, x&y=1, 50%-60%, C:\\users",
                "&ampersand; &#; &#x; %4 %zz \\u00 & | &ampersand; &#; &#x; %4 %zz \\u00 &",
                "card \uFF14\uFF15\uFF13\uFF19 \uFF11\uFF14\uFF18\uFF18 \uFF10\uFF13\uFF14\uFF13 \uFF16\uFF14\uFF16\uFF17. | card [PAYMENT_CARD].",
                "max\uFF20example\uFF0Ecom | [EMAIL]",
                "max\uFE6Bexample.com | [EMAIL]",
            })
    void whatIsDisguised_isTakenOut_andNothingElse(String text, String expected) {
        assertThat(Corpus.redacted(REDACTING, text)).isEqualTo(expected);
        assertThat(streamed(text)).isEqualTo(expected);
    }

    @Test
    void hiddenCharacters_areReadOver_andPartWords() {
        for (String hidden :
                new String[] {"\u200B", "\u200D", "\u2060", "\u00AD", "\uFEFF", "\uFE0F", "&ZeroWidthSpace;"}) {
            String mail = "max@exam" + hidden + "ple.com";
            assertThat(Corpus.redacted(REDACTING, "to " + mail + " now")).isEqualTo("to [EMAIL] now");
            assertThat(streamed("to " + mail + " now")).isEqualTo("to [EMAIL] now");
            String number = "card:x" + hidden + "4539148803436467" + hidden + "y";
            assertThat(Corpus.redacted(REDACTING, number))
                    .contains("[PAYMENT_CARD]")
                    .endsWith("y");
            assertThat(streamed(number)).isEqualTo(Corpus.redacted(REDACTING, number));
        }
    }

    @Test
    void manyHiddenCharacters_areHeldBackInBoundsOnly() {
        String text = "4" + "\u200B".repeat(100_000);
        StreamInspector stream = REDACTING.inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
        assertThat(text.length() - stream.push(text).length()).isLessThan(100);
    }

    @Test
    void tagCharacters_standForWhatTheySay() {
        StringBuilder tags = new StringBuilder();
        "max@example.com".chars().forEach(c -> tags.appendCodePoint(0xE0000 + c));
        assertThat(Corpus.redacted(REDACTING, "Hello " + tags + "!")).isEqualTo("Hello [EMAIL]!");
    }
}
