package dev.hybridrouter.core.internal.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromptHoldsTest {
    private static final String TEXT = "x".repeat(4_000);
    private static final RouteRequest TURN =
            RouteRequest.builder().system(TEXT).user(TEXT).build();
    private static final PromptPrefixes PROMPT = PromptPrefixes.of(TURN);
    private static final TokenUsage WRITTEN = written(2_000);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final ManualClock clock = ManualClock.create();
    private final PromptHolds holds = holds(AffinityPolicy.defaults(), "a", "b");

    private PromptHolds holds(AffinityPolicy policy, String... models) {
        return new PromptHolds(
                policy,
                List.of(models).stream()
                        .map(model -> target(model, Set.of(Capability.PROMPT_CACHING)))
                        .toList(),
                clock);
    }

    private static Target target(String model, Set<Capability> capabilities) {
        return Target.builder(model, "provider", model)
                .capabilities(capabilities)
                .build();
    }

    private static TokenUsage written(long tokens) {
        return usage(2_000 - tokens, 0, tokens).build();
    }

    private static TokenUsage.Builder usage(long input, long read, long write) {
        return TokenUsage.builder().input(input).output(1).cacheRead(read).cacheWrite(write);
    }

    @Test
    void answer_teachesWhatItsTargetHolds() {
        holds.learn(PROMPT, 0, WRITTEN);

        assertThat(holds.cachedTokens(PROMPT)).containsExactly(2_000, 0);
    }

    @Test
    void nextTurn_findsTheTurnBefore() {
        holds.learn(PROMPT, 1, WRITTEN);
        RouteRequest next = TURN.toBuilder()
                .message(Message.assistant("yes"))
                .message(Message.user("go on"))
                .build();

        assertThat(holds.cachedTokens(PromptPrefixes.of(next))).containsExactly(0, 2_000);
    }

    @Test
    void partReported_isHeldFromTheBeginning() {
        PromptHolds few = holds(AffinityPolicy.builder().minimumTokens(500).build(), "a", "b");
        few.learn(PROMPT, 0, written(1_000));

        assertThat(few.cachedTokens(PROMPT)).containsExactly(1_000, 0);
    }

    @Test
    void prefixBelowTheMinimum_doesNotCount() {
        holds.learn(PROMPT, 0, written(1_000));

        assertThat(holds.cachedTokens(PROMPT)).containsExactly(0, 0);
    }

    @Test
    void hold_expires_andUseProlongsIt() {
        holds.learn(PROMPT, 0, WRITTEN);
        clock.advance(FIVE_MINUTES.minusNanos(1));
        assertThat(holds.cachedTokens(PROMPT)).containsExactly(2_000, 0);

        holds.learn(PROMPT, 0, usage(0, 2_000, 0).build());
        clock.advance(FIVE_MINUTES.minusNanos(1));
        assertThat(holds.cachedTokens(PROMPT)).containsExactly(2_000, 0);

        clock.advance(Duration.ofNanos(1));
        assertThat(holds.cachedTokens(PROMPT)).containsExactly(0, 0);
    }

    @Test
    void timeToLiveReported_counts_andReadsDoNotShortenIt() {
        holds.learn(
                PROMPT,
                0,
                usage(0, 0, 2_000)
                        .cacheWriteByTtl(Map.of(Duration.ofHours(1), 2_000L))
                        .build());
        holds.learn(PROMPT, 0, usage(0, 2_000, 0).build());
        clock.advance(Duration.ofMinutes(59));

        assertThat(holds.cachedTokens(PROMPT)).containsExactly(2_000, 0);
    }

    @Test
    void shortestTimeReported_counts() {
        holds.learn(
                PROMPT,
                0,
                usage(0, 0, 2_000)
                        .cacheWriteByTtl(Map.of(Duration.ofHours(1), 1_500L, FIVE_MINUTES, 500L))
                        .build());
        clock.advance(FIVE_MINUTES);

        assertThat(holds.cachedTokens(PROMPT)).containsExactly(0, 0);
    }

    @Test
    void nothingCachedReported_isForgotten() {
        holds.learn(PROMPT, 0, WRITTEN);
        holds.learn(PROMPT, 1, WRITTEN);
        holds.learn(PROMPT, 0, usage(2_000, 0, 0).build());

        assertThat(holds.cachedTokens(PROMPT)).containsExactly(0, 2_000);
    }

    @Test
    void targetThatDoesNotReport_holdsWhatItWasSent_ifItCachesAtAll() {
        PromptHolds mixed = new PromptHolds(
                AffinityPolicy.defaults(),
                List.of(target("caching", Set.of(Capability.PROMPT_CACHING)), target("other", Set.of())),
                clock);
        mixed.learn(PROMPT, 0, TokenUsage.of(2_000, 1));
        mixed.learn(PROMPT, 1, TokenUsage.of(2_000, 1));

        assertThat(mixed.cachedTokens(PROMPT)).containsExactly(2_000, 0);
    }

    @Test
    void targetsOfTheSameModelAndRegion_shareACache() {
        Target one = target("model", Set.of(Capability.PROMPT_CACHING));
        Target same = Target.builder("again", "provider", "model").build();
        Target elsewhere = Target.builder("elsewhere", "provider", "model")
                .region("eu-west-1")
                .build();
        PromptHolds shared = new PromptHolds(AffinityPolicy.defaults(), List.of(one, same, elsewhere), clock);
        shared.learn(PROMPT, 1, WRITTEN);

        assertThat(shared.cachedTokens(PROMPT)).containsExactly(2_000, 2_000, 0);
    }

    @Test
    void memory_isBounded() {
        PromptHolds small = holds(AffinityPolicy.builder().maxPrefixes(10).build(), "a");
        for (int i = 0; i < 1_000; i++) {
            small.learn(
                    PromptPrefixes.of(
                            RouteRequest.builder().system(i + TEXT).user(TEXT).build()),
                    0,
                    WRITTEN);
        }
        int held = 0;
        for (int i = 0; i < 1_000; i++) {
            PromptPrefixes prompt = PromptPrefixes.of(
                    RouteRequest.builder().system(i + TEXT).user(TEXT).build());
            held += small.cachedTokens(prompt)[0] > 0 ? 1 : 0;
        }

        assertThat(held).isBetween(1, 10);
    }
}
