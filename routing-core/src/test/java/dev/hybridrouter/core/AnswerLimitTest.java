package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No adapter decides how much of an answer the router keeps. */
@ExtendWith(HybridRouterExtension.class)
class AnswerLimitTest {
    private static final int LIMIT = 1_000;

    private final ManualClock clock;
    private final ScriptedProvider provider;

    AnswerLimitTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router(String... targets) {
        HybridRouterBuilder builder = HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .maxAnswerBytes(LIMIT);
        for (String target : targets) {
            builder.target(provider.target(target).build());
        }
        return builder.build();
    }

    @ParameterizedTest
    @EnumSource
    void tooLargeAnswer_isRefused_andNamesSizeLimitAndSetting(Modes mode) {
        provider.on("a").reply("x".repeat(LIMIT + 1));

        RouteResult result =
                mode.begin(router("a"), RouteRequest.of("hi")).get().orElseThrow();

        ProviderFailure failure = ((RouteResult.Failed) result).failure();
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failure.health()).isEqualTo(HealthImpact.NONE);
        assertThat(failure.message())
                .startsWith("answer: at least 10")
                .contains("at most " + LIMIT)
                .contains("HybridRouterBuilder.maxAnswerBytes(..)");
    }

    @ParameterizedTest
    @EnumSource
    void answerWithinTheLimit_isAnswered(Modes mode) {
        provider.on("a").reply("x".repeat(LIMIT / 2));

        assertThat(mode.begin(router("a"), RouteRequest.of("hi")).get().orElseThrow())
                .servedBy("a");
    }

    @ParameterizedTest
    @EnumSource
    void tooLargeAnswer_fallsBack(Modes mode) {
        provider.on("a").reply("x".repeat(LIMIT + 1));
        provider.on("b").reply("short");

        assertThat(mode.begin(router("a", "b"), RouteRequest.of("hi")).get().orElseThrow())
                .attempted("a", "b");
    }
}
