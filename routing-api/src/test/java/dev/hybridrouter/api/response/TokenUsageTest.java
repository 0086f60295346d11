package dev.hybridrouter.api.response;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.internal.BadValue;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Token counts, where unknown is not zero. */
class TokenUsageTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /** One of the counts: how it is set and how it is read. */
    private record Count(
            String name,
            BiFunction<TokenUsage.Builder, Long, TokenUsage.Builder> set,
            Function<TokenUsage, OptionalLong> get) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Count> counts() {
        return Stream.of(
                new Count("input", TokenUsage.Builder::input, TokenUsage::input),
                new Count("output", TokenUsage.Builder::output, TokenUsage::output),
                new Count("cacheRead", TokenUsage.Builder::cacheRead, TokenUsage::cacheRead),
                new Count("cacheWrite", TokenUsage.Builder::cacheWrite, TokenUsage::cacheWrite),
                new Count("reasoning", TokenUsage.Builder::reasoning, TokenUsage::reasoning));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void count_whenZero_isKnownAndDiffersFromUnknown(Count count) {
        TokenUsage zero = count.set().apply(TokenUsage.builder(), 0L).build();

        assertThat(count.get().apply(zero)).hasValue(0);
        assertThat(count.get().apply(TokenUsage.unknown())).isEmpty();
        assertThat(zero).isNotEqualTo(TokenUsage.unknown());
        assertThat(zero.toString()).contains(count.name() + "=0");
        assertThat(TokenUsage.unknown().toString()).contains(count.name() + "=?");
    }

    @ParameterizedTest
    @MethodSource("counts")
    void count_whenSet_leavesTheOthersUnknown(Count count) {
        TokenUsage usage = count.set().apply(TokenUsage.builder(), 5L).build();

        assertThat(counts().filter(other -> other.get().apply(usage).isPresent()))
                .extracting(Count::name)
                .containsExactly(count.name());
    }

    @ParameterizedTest
    @MethodSource("counts")
    void count_whenNegative_namesFieldAndFix(Count count) {
        refused(
                        count.name() + " is negative",
                        () -> count.set().apply(TokenUsage.builder(), -1L),
                        "usage." + count.name() + ": -1 (expected: >= 0)")
                .check();
    }

    @ParameterizedTest
    @MethodSource
    void cacheWriteByTtl_whenBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> cacheWriteByTtl_whenBad_namesFieldAndFix() {
        TokenUsage.Builder usage = TokenUsage.builder();
        return Stream.of(
                absent("usage.cacheWriteByTtl", () -> usage.cacheWriteByTtl(none())),
                absent("usage.cacheWriteByTtl key", () -> usage.cacheWriteByTtl(Collections.singletonMap(none(), 1L))),
                absent(
                        "usage.cacheWriteByTtl[PT1H]",
                        () -> usage.cacheWriteByTtl(Collections.singletonMap(HOUR, none()))),
                refused(
                        "a count is negative",
                        () -> usage.cacheWriteByTtl(Map.of(HOUR, -1L)),
                        "usage.cacheWriteByTtl[PT1H]: -1 (expected: >= 0)"));
    }

    @Test
    void of_whenInputAndOutputAreKnown_leavesTheRestUnknown() {
        TokenUsage usage = TokenUsage.of(3, 4);

        assertThat(usage.input()).hasValue(3);
        assertThat(usage.output()).hasValue(4);
        assertThat(usage.cacheRead()).isEmpty();
        assertThat(usage.cacheWriteByTtl()).isEmpty();
        assertThat(usage.estimated()).isFalse();
        assertThat(usage).hasToString("TokenUsage[input=3, output=4, cacheRead=?, cacheWrite=?, reasoning=?]");
    }

    @Test
    void estimated_whenMarked_differsFromReported() {
        TokenUsage estimated =
                TokenUsage.builder().input(3).output(4).estimated().build();

        assertThat(estimated.estimated()).isTrue();
        assertThat(estimated).isNotEqualTo(TokenUsage.of(3, 4));
        assertThat(estimated.toString()).endsWith(", estimated]");
    }

    @Test
    void cacheWriteByTtl_whenGiven_isKeptByTimeToLive() {
        Map<Duration, Long> tokens = Map.of(HOUR, 7L, Duration.ofMinutes(5), 0L);

        assertThat(TokenUsage.builder().cacheWriteByTtl(tokens).build().cacheWriteByTtl())
                .isEqualTo(tokens);
    }
}
