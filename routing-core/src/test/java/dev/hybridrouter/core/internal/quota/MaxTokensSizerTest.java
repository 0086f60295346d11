package dev.hybridrouter.core.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.core.quota.MaxTokensPolicy;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Caps on output, learned from answers. */
class MaxTokensSizerTest {
    private static final OperationType OPERATION = OperationType.STANDARD;
    private static final MaxTokensPolicy POLICY = MaxTokensPolicy.builder()
            .minimumCount(10)
            .floor(20)
            .margin(2)
            .mostTruncated(0.1)
            .trial(10)
            .backOff(5)
            .build();

    private final MaxTokensSizer sizer = new MaxTokensSizer(POLICY);

    private MaxTokensChoice choose() {
        return sizer.choose("t", "m", OPERATION, 4_096);
    }

    private void answers(int count, long tokens, StopReason reason) {
        for (int i = 0; i < count; i++) {
            sizer.answered(choose(), tokens, reason);
        }
    }

    @Test
    void tooFewAnswers_leaveTheCallersMaximum() {
        answers(9, 100, StopReason.END_TURN);
        assertThat(choose()).isEqualTo(new MaxTokensChoice("t", "m", OPERATION, 4_096, 4_096));
        answers(1, 100, StopReason.END_TURN);
        assertThat(choose().isCapped()).isTrue();
    }

    @Test
    void cap_isTheQuantileTimesTheMargin_andNeverBelowTheFloorOrAboveTheCaller() {
        answers(10, 100, StopReason.END_TURN);
        assertThat(choose().maxTokens()).isBetween(200L, 214L);
        assertThat(sizer.choose("t", "m", OPERATION, 150))
                .isEqualTo(new MaxTokensChoice("t", "m", OPERATION, 150, 150));
        MaxTokensSizer small = new MaxTokensSizer(POLICY);
        for (int i = 0; i < 10; i++) {
            small.answered(small.choose("t", "m", OPERATION, 4_096), 3, StopReason.END_TURN);
        }
        assertThat(small.choose("t", "m", OPERATION, 4_096).maxTokens()).isEqualTo(20);
    }

    @Test
    void models_andOperations_areLearnedApart() {
        answers(10, 100, StopReason.END_TURN);
        assertThat(sizer.choose("t", "m", OperationType.BACKGROUND, 4_096).isCapped())
                .isFalse();
        assertThat(sizer.choose("t", "other", OPERATION, 4_096).isCapped()).isFalse();
    }

    @Test
    void tenants_areLearnedApart_soAFewLongAnswersAmongManyShortOnesAreNotCut() {
        int cut = 0;
        for (int i = 0; i < 8_000; i++) {
            boolean isSmall = i % 200 == 0;
            MaxTokensChoice choice = sizer.choose(isSmall ? "small" : "large", "m", OPERATION, 4_096);
            long length = isSmall ? 2_000 : 100;
            boolean isCut = length > choice.maxTokens();
            cut += isSmall && isCut ? 1 : 0;
            sizer.answered(
                    choice, Math.min(length, choice.maxTokens()), isCut ? StopReason.MAX_TOKENS : StopReason.END_TURN);
        }
        assertThat(cut).isZero();
        assertThat(sizer.choose("large", "m", OPERATION, 4_096).isCapped()).isTrue();
    }

    @Test
    void tooManyCutAnswers_liftTheCapForAWhile() {
        answers(10, 100, StopReason.END_TURN);
        answers(1, 200, StopReason.MAX_TOKENS);
        assertThat(choose().isCapped()).isTrue();
        answers(1, 200, StopReason.MAX_TOKENS);
        assertThat(choose().isCapped()).as("lifted").isFalse();
        answers(5, 100, StopReason.END_TURN);
        assertThat(choose().isCapped()).isTrue();
    }

    @Test
    void fewCutAnswers_areForgottenWithTheirTrial() {
        answers(10, 100, StopReason.END_TURN);
        for (int trial = 0; trial < 5; trial++) {
            answers(9, 100, StopReason.END_TURN);
            answers(1, 200, StopReason.MAX_TOKENS);
        }
        assertThat(choose().isCapped()).isTrue();
    }

    @Test
    void answerAtTheCallersOwnMaximum_isNotCountedAsCut() {
        MaxTokensChoice choice = choose();
        assertThat(choice.truncated(StopReason.MAX_TOKENS)).isFalse();
        answers(10, 4_096, StopReason.MAX_TOKENS);
    }

    @Test
    void quantile_isNeverTooLow_andAtMostASixteenthTooHigh() {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 100; round++) {
            OutputHistogram histogram = new OutputHistogram();
            long[] lengths = LongStream.generate(() -> random.nextLong(1L << random.nextInt(1, 24)))
                    .limit(1 + random.nextInt(2_000))
                    .toArray();
            for (long length : lengths) {
                histogram.add(length);
            }
            long[] sorted = LongStream.of(lengths).sorted().toArray();
            double share = random.nextDouble();
            long exact = sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
            assertThat(histogram.quantile(share)).isBetween(exact, exact + exact / 16);
        }
    }

    @Test
    void quantile_followsNewerAnswers() {
        OutputHistogram histogram = new OutputHistogram();
        for (int i = 0; i < 10_000; i++) {
            histogram.add(10);
        }
        assertThat(histogram.quantile(0.5)).isEqualTo(10);
        for (int i = 0; i < 10_000; i++) {
            histogram.add(1_000_000_000);
        }
        assertThat(histogram.quantile(0.5)).isEqualTo((1 << 24) - 1);
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> MaxTokensPolicy.builder().quantile(0.4))
                .hasMessage("maxTokens.quantile: 0.4 (expected: 0.5 to 1.0)");
        assertThatThrownBy(() -> MaxTokensPolicy.builder().margin(0.9))
                .hasMessage("maxTokens.margin: 0.9 (expected: 1.0 to 100.0)");
    }
}
