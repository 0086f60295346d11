package dev.hybridrouter.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.cache.CachePolicy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal contents have equal hashes, and others cannot be made to collide. */
class ContentHashTest {
    /** So few that a pair of equal hashes is met by chance in one of 250 runs; the tests allow for two. */
    private static final int TEXTS = 4_096;

    private static int hash(String text) {
        return ContentHash.of(Message.user(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 511, 512, 513, 1_023, 1_024, 1_025, 2_048, 4_096})
    void hash_changesWithEachCharacter_inNarrowAndWideTexts(int length) {
        for (String letter : List.of("x", "ß", "€")) {
            String text = letter.repeat(length);
            Set<Integer> hashes = new HashSet<>(List.of(hash(text), hash(text + letter), hash(text + "\0")));
            for (int at = 0; at < length; at++) {
                hashes.add(hash(text.substring(0, at) + "y" + text.substring(at + 1)));
            }

            assertThat(hashes).hasSizeGreaterThan(length + 1);
            assertThat(hash(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)))
                    .isEqualTo(hash(text));
        }
    }

    /** Characters that differ in the upper byte alone. */
    @ParameterizedTest
    @ValueSource(ints = {1, 512, 600})
    void hash_ofWideTexts_countsUpperBytes(int length) {
        Set<Integer> hashes = new HashSet<>();
        for (int high = 0; high < 256; high++) {
            hashes.add(hash("x".repeat(length - 1) + (char) (high << Byte.SIZE | 'y') + "x".repeat(length)));
        }

        assertThat(hashes).hasSizeGreaterThan(254);
    }

    static Stream<Function<String, Content>> places() {
        return Stream.of(
                Content.Text::new,
                text -> new Content.ToolUse("id", "name", Json.object("{\"text\":\"" + text + "\"}")),
                text -> Content.ToolResult.text("id", text),
                text -> new Content.Reasoning(text, "signature"),
                text -> new Content.Document(text, "txt", MediaSource.bytes(new byte[1])),
                text -> new Content.Image("png", MediaSource.bytes(text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    /** Texts and bytes that the JDK gives one and the same hash, wherever a caller can put them. */
    @ParameterizedTest
    @MethodSource("places")
    void hash_isNotTheJdks(Function<String, Content> place) {
        List<String> texts = IntStream.range(0, TEXTS)
                .mapToObj(number -> Integer.toBinaryString(TEXTS + number)
                        .replace("0", "Aa")
                        .replace("1", "BB"))
                .toList();

        List<Message> messages = texts.stream()
                .map(text -> Message.assistant(List.of(place.apply(text))))
                .toList();

        assertThat(texts.stream().map(String::hashCode).distinct()).hasSize(1);
        assertThat(texts.stream()
                        .map(text -> Arrays.hashCode(text.getBytes(StandardCharsets.ISO_8859_1)))
                        .distinct())
                .hasSize(1);
        assertThat(messages.stream().map(ContentHash::of).distinct()).hasSizeGreaterThan(TEXTS - 3);
        assertThat(messages.stream()
                        .map(ContentHashTest::key)
                        .map(CacheKey::hashCode)
                        .distinct())
                .hasSizeGreaterThan(TEXTS - 3);
    }

    private static CacheKey key(Message message) {
        return CacheKey.of(RouteRequest.builder().user("hi").message(message).build(), CachePolicy.defaults());
    }
}
