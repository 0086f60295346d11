package dev.hybridrouter.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.guard.Corpus.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of the table and those that have no prefix. All of them are made here. */
class SecretFormsTest {
    private static final Random RANDOM = new Random(11);

    private static List<SecretForm> forms() {
        return SecretForms.all();
    }

    private static String random(String alphabet, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return out.toString();
    }

    private static String tail(CharRun run, int length) {
        return switch (run) {
            case HEX -> random("0123456789abcdef", length);
            case CAPITALS -> random("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length);
            default -> random("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);
        };
    }

    private static void assertFound(String secret) {
        for (String around : List.of("use %s please", "KEY=%s", "{\"key\":\"%s\"}", "(%s)", "https://h/?k=%s&x=1")) {
            String text = String.format(Locale.ROOT, around, secret);
            assertThat(Corpus.scan(text)).as(text).anySatisfy(span -> {
                assertThat(span.type()).isEqualTo(PiiClass.SECRET);
                assertThat(span.start()).isLessThanOrEqualTo(text.indexOf(secret));
                assertThat(span.end()).isGreaterThanOrEqualTo(text.indexOf(secret) + secret.length());
            });
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void eachForm_isFoundFromItsShortestOn_andNotInAnExample(SecretForm form) {
        assertFound(form.prefix() + tail(form.tail(), form.least()));
        assertFound(form.prefix() + tail(form.tail(), Math.min(form.most(), form.least() + 40)));
        assertThat(Corpus.scan("it begins with " + form.prefix() + "xxxx and so on"))
                .isEmpty();
        assertThat(Corpus.scan("it begins with " + form.prefix() + "x".repeat(form.least()) + " and so on"))
                .isEmpty();
    }

    @Test
    void keysForBedrock_areFoundAsTheServiceMakesThem() {
        String longTerm = base64("BedrockAPIKey-a1b2-at-123456789012:" + tail(CharRun.ALPHANUMERIC, 44));
        assertFound("ABSK" + longTerm);
        String shortTerm = base64("bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=" + tail(CharRun.CAPITALS, 20) + "&X-Amz-Security-Token="
                + tail(CharRun.ALPHANUMERIC, 900) + "&Version=1");
        assertFound("bedrock-api-key-" + shortTerm);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keysThatAreMarkedInTheMiddle_areFound() {
        assertFound("abc8Q~" + tail(CharRun.ALPHANUMERIC, 34));
        assertFound("123456789:AA" + tail(CharRun.ALPHANUMERIC, 33));
        assertThat(Corpus.scan("at 12345678:AA and abc8Q~ too")).isEmpty();
    }

    @Test
    void headersWithSecrets_areFound() {
        assertThat(values("Authorization: Basic " + base64("admin:S3cr3tPassw0rd") + "\nHost: x"))
                .containsExactly(base64("admin:S3cr3tPassw0rd"));
        assertThat(values("Cookie: theme=dark; session=a1B2c3D4e5F6g7H8i9J0; lang=en\nHost: x"))
                .containsExactly("dark; session=a1B2c3D4e5F6g7H8i9J0; lang=en");
        assertThat(values("Basic understanding of cookies. Cookie: a sweet thing; Basic knowledge"))
                .isEmpty();
    }

    private static List<String> values(String text) {
        return Corpus.scan(text).stream()
                .map(span -> text.substring(span.start(), span.end()))
                .toList();
    }

    /** Check digits are right; what is made up is the account. Without the registry's newer countries, these were missed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BI", "DJ", "FK", "HN", "MN", "NI", "OM", "RU", "SD", "SO", "YE", "DE", "MT", "LC", "SN", "MA", "DZ",
                "CI"
            })
    void numbersOfEachCountry_areFound(String country) {
        int length = IbanRegistry.length(country.charAt(0), country.charAt(1));
        String account = random("0123456789", length - 4);
        int check = 98 - mod97(account + country + "00");
        String iban = String.format(Locale.ROOT, "%s%02d%s", country, check, account);
        assertThat(Corpus.scan("to " + iban + " today")).containsExactly(new Span(PiiClass.IBAN, 3, 3 + length));
        assertThat(Corpus.scan("to " + iban.replaceAll("(.{4})(?=.)", "$1-") + " today"))
                .hasSize(1);
    }

    private static int mod97(String text) {
        int remainder = 0;
        for (int i = 0; i < text.length(); i++) {
            remainder = Checksums.mod97(remainder, Character.digit(text.charAt(i), 36));
        }
        return remainder;
    }

    @Test
    void identifiersOfRandomBits_areNoNumbers() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            String id = new UUID(random.nextLong(), random.nextLong()).toString();
            assertThat(Corpus.scan("trace " + id + " done")).as(id).isEmpty();
        }
        assertThat(values("to " + new UUID(1, 2) + "@example.com")).containsExactly(new UUID(1, 2) + "@example.com");
    }

    /** The documentation lists what the table holds. */
    @Test
    void theDocumentation_namesEachForm() throws IOException {
        String docs = Files.readString(Path.of("../docs/guards.md"));
        assertThat(docs).contains(SecretForms.AS_OF.toString(), IbanRegistry.AS_OF.toString());
        for (SecretForm form : SecretForms.all()) {
            String length = form.least() == form.most() ? "" + form.least() : form.least() + " to " + form.most();
            assertThat(docs).contains("| `" + form.prefix() + "` | " + length + " | " + form.issuer() + " |");
        }
    }
}
