package dev.hybridrouter.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that are made to be read over and over: the looks at characters grow with the length of the text and no faster,
 * whatever is repeated in it, in one piece and in single characters. Looks are counted, because time is not the same twice.
 */
class HostileTextTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int STREAMED = 1 << 16;

    /** Looks for each character: those of all detectors at a beginning that leads nowhere. */
    private static final long LOOKS = 1_000;

    private static String repeated(String part, int length) {
        return part.repeat(length / part.length() + 1).substring(0, length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=",
                "password=\"",
                "password='",
                "password=x",
                "password: ",
                "secret_token=aA1",
                "-----BEGIN PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n",
                "-----BEGIN PRIVATE KEY----------END ",
                "eyJhbGciOiJIUzI1NiJ9.",
                "eyJaaaaaaa-",
                "eyJaaaaaaaa.eyJ-",
                "sk-proj-",
                "bedrock-api-key-",
                "xoxb-",
                "ABSK+",
                "ghp_a1 ",
                "Basic ",
                "Basic a-",
                "Cookie: a=",
                "Cookie:a=b;",
                "Cookie: a=b; c=d; e=f; g=h; i=j; k=l; m=n; o=p; q=r; s=t; u=v; w=x; y=z; a=b; c=d; e=f; g=h; i=j; k=l; ",
                "a.b@c.",
                "a@b.c@",
                "1 ",
                "4242 ",
                "4242-",
                "12345678:AA",
                "DE89 ",
                "DE89370400440532013000-",
                "+49(1)",
                "2001:",
                "http://a:",
                "%2540",
                "%25%25",
                "&amp;",
                "&amp;#64;",
                "&ZeroWidthSpace;",
                "&#0000000",
                "\\u0040",
                "a\u200B",
                "\u200B",
                "\uFF11 ",
                "\uDB40\uDC41",
                "abc8Q~",
            })
    void looks_growWithTheTextOnly(String part) {
        CountingText whole = CountingText.whole(repeated(part, MEGABYTE));
        Scanner scanner = new Scanner(Corpus.ALL);
        int from = 0;
        while (scanner.next(whole, from) == Scanner.End.MATCH) {
            from = scanner.position();
        }
        assertThat(whole.looks() / MEGABYTE).as("whole").isLessThan(LOOKS);

        CountingText window = CountingText.growing();
        Map<PiiClass, PiiAction> tag = new EnumMap<>(PiiClass.class);
        Corpus.ALL.forEach(type -> tag.put(type, PiiAction.TAG));
        PiiStream stream = new PiiStream(new Actions(tag), Kind.ASSISTANT, window);
        String text = repeated(part, STREAMED);
        StringBuilder released = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            released.append(stream.push(text.substring(i, i + 1)));
            assertThat(i + 1 - released.length()).isLessThanOrEqualTo(stream.longestHold());
        }
        released.append(stream.finish());
        assertThat(released.toString()).isEqualTo(text);
        assertThat(window.looks() / STREAMED).as("in single characters").isLessThan(LOOKS);
    }
}
