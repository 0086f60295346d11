package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteFailedException;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.EmulatedAnswer;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the failures of one caller or one target mean for others, through router, adapter and SDK. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutedFailureWireTest {
    /** More than open a breaker. */
    private static final int MANY = 20;

    private final BedrockEmulator emulator = BedrockEmulator.start();

    @BeforeEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    void close() {
        emulator.close();
    }

    private HybridRouter router(String... models) {
        HybridRouterBuilder builder = HybridRouterBuilder.create().adapter(Adapters.overHttp2(emulator));
        for (String model : models) {
            builder.target(Target.builder("target-" + model, "bedrock", model)
                    .region(Adapters.REGION)
                    .build());
        }
        return builder.build();
    }

    private static RouteResult ask(HybridRouter router) {
        return router.route(RouteRequest.of("What colour is grass?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ExpiredTokenException",
                "InvalidSignatureException",
                "RequestExpired",
                "UnrecognizedClientException",
                "AccessDeniedException"
            })
    void oneRefusalOfCredentials_takesTheTargetFromNobodyElse(String code) {
        emulator.on("a").sequence(Fault.error(403, code, "no"), Reply.text("green"));
        try (HybridRouter router = router("a")) {
            assertThat(ask(router)).isInstanceOf(RouteResult.Failed.class);
            assertThat(ask(router).orElseThrow().text()).isEqualTo("green");
        }
    }

    @Test
    void credentialsThatStayRefused_openTheBreaker() {
        emulator.on("a").reply(Fault.error(403, "ExpiredTokenException", "no"));
        try (HybridRouter router = router("a")) {
            for (int i = 0; i < MANY; i++) {
                ask(router);
            }
            assertThat(emulator.requestCount()).isLessThan(MANY);
        }
    }

    static Stream<EmulatedAnswer> answersOfOneCaller() {
        return Stream.of(
                Fault.malformedToolInput(),
                Fault.validation("This model doesn't support the stopSequences field."),
                Fault.error(404, "ResourceNotFoundException", "The guardrail was not found."),
                Fault.refusedStream(),
                Reply.text("?").stopReason("malformed_tool_use"));
    }

    @ParameterizedTest
    @MethodSource("answersOfOneCaller")
    void unusualAnswersToOneCaller_takeTheTargetFromNobodyElse(EmulatedAnswer unusual) {
        emulator.on("a").reply(unusual);
        try (HybridRouter router = router("a")) {
            for (int i = 0; i < MANY; i++) {
                assertThat(ask(router)).isInstanceOf(RouteResult.Failed.class);
            }
            emulator.on("a").reply(Reply.text("green"));
            assertThat(ask(router).orElseThrow().text()).isEqualTo("green");
        }
    }

    @Test
    void refusedStream_isTriedAgain_andCostsNothing() {
        emulator.on("a").sequence(Fault.refusedStream(), Reply.text("green"));
        try (HybridRouter router = router("a")) {
            RouteResult.Answered answer = ask(router).orElseThrow();
            assertThat(answer.decision().attempts()).hasSize(2);
            assertThat(answer.decision().attempts().get(0).cost())
                    .hasValueSatisfying(cost -> assertThat(cost.nanoUsd()).isZero());
        }
    }

    @Test
    void whatOneModelRefuses_anotherIsAsked() {
        emulator.on("a").reply(Fault.validation("This model doesn't support tool use in streaming mode."));
        emulator.on("b").reply(Reply.text("green"));
        try (HybridRouter router = router("a", "b")) {
            assertThat(ask(router).orElseThrow().target().value()).isEqualTo("target-b");
        }
    }

    @Test
    void whatEveryModelRefuses_noOtherIsAsked() {
        emulator.on("a").reply(Fault.validation("A conversation must start with a user message."));
        emulator.on("b").reply(Reply.text("green"));
        try (HybridRouter router = router("a", "b")) {
            RouteResult.Failed failed = (RouteResult.Failed) ask(router);
            assertThat(failed.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    /** What administrators and AWS support ask for. */
    @Test
    void failure_isToldWithCodeTargetModelRegionAndRequestId() {
        emulator.on("a").reply(Fault.error(403, "ExpiredTokenException", "secret"));
        try (HybridRouter router = router("a");
                LogTap log = LogTap.open()) {
            RouteResult.Failed failed = (RouteResult.Failed) ask(router);
            String requestId = failed.failure().requestId().orElseThrow();
            assertThat(failed.failure().code()).hasValue("ExpiredTokenException");
            String logged = String.join("\n", log.lines());
            for (String told :
                    new String[] {failed.decision().describe(), new RouteFailedException(failed).getMessage(), logged
                    }) {
                assertThat(told)
                        .contains("ExpiredTokenException", "the credentials have expired", "target-a", requestId)
                        .contains(Adapters.REGION)
                        .doesNotContain("secret");
            }
        }
    }
}
