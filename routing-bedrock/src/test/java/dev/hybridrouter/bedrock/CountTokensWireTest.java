package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Operation;
import dev.hybridrouter.test.bedrock.RecordedRequest;
import dev.hybridrouter.test.bedrock.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Counting tokens over the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CountTokensWireTest {
    private static final RouteRequest FIVE_WORDS =
            RouteRequest.builder().system("Be brief.").user("What is green?").build();

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter adapter = Adapters.sharing(emulator);

    @BeforeEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    void close() {
        adapter.close();
        emulator.close();
    }

    private static Target target(String model) {
        return Target.builder("t", "bedrock", model).region(Adapters.REGION).build();
    }

    private FailureKind failure(Target target) {
        return Calls.failure(() -> adapter.countInputTokens(target, FIVE_WORDS)).kind();
    }

    @Test
    void count_isWhatTheServiceWouldBill() {
        assertThat(adapter.countInputTokens(Calls.TARGET, FIVE_WORDS).join())
                .isEqualTo(5)
                .isEqualTo(adapter.call(Calls.of(FIVE_WORDS))
                        .join()
                        .usage()
                        .input()
                        .orElseThrow());
    }

    @Test
    void request_holdsWhatIsBilledAsInput_andNothingElse() {
        RouteRequest request = RouteRequest.builder()
                .system("Be brief.")
                .user("hi")
                .maxTokens(9)
                .tools(List.of(new Tool("quiet", "", Json.object("{}"))))
                .options(BedrockOptions.builder()
                        .additionalRequestFields(Json.object("{\"top_k\":5}"))
                        .requestMetadata(Map.of("a", "b"))
                        .build())
                .build();
        adapter.countInputTokens(Calls.TARGET, request).join();
        RecordedRequest sent = emulator.requests().get(0);
        assertThat(sent.operation()).isEqualTo(Operation.COUNT_TOKENS);
        assertThat(JsonNode.parser().parse(sent.body()))
                .isEqualTo(JsonNode.parser().parse("""
                {"input":{"converse":{
                  "system":[{"text":"Be brief."}],
                  "messages":[{"role":"user","content":[{"text":"hi"}]}],
                  "toolConfig":{"tools":[{"toolSpec":{"name":"quiet","inputSchema":{"json":{"type":"object"}}}}]},
                  "additionalModelRequestFields":{"top_k":5}}}}"""));
    }

    static Stream<Arguments> models() {
        return Stream.of(
                arguments("model-a", "model-a"),
                arguments("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0"),
                arguments(
                        "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0",
                        "amazon.nova-lite-v1:0"),
                arguments(
                        "arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0",
                        "amazon.nova-lite-v1:0"));
    }

    /** The service refuses to count for profiles. */
    @ParameterizedTest
    @MethodSource("models")
    void foundationModelBehindAProfile_isAskedAbout(String model, String asked) {
        adapter.countInputTokens(target(model), FIVE_WORDS).join();
        assertThat(emulator.requests().get(0).modelId()).isEqualTo(asked);
    }

    @Test
    void applicationProfile_hasNoCount_andNothingIsSent() {
        Target profile = target("arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc");
        assertThat(failure(profile)).isEqualTo(FailureKind.MODEL_NOT_FOUND);
        assertThat(emulator.requests()).isEmpty();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(
                        Fault.validation("The provided model doesn't support counting tokens."),
                        FailureKind.MODEL_NOT_FOUND),
                arguments(Fault.throttled(), FailureKind.THROTTLED),
                arguments(Fault.accessDenied(), FailureKind.AUTH),
                arguments(Fault.malformedJson(), FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void fault_hasItsKind(Fault fault, FailureKind kind) {
        emulator.on(Calls.MODEL).reply(fault);
        assertThat(failure(Calls.TARGET)).isEqualTo(kind);
    }

    @Test
    void cancelledCount_isAbortedOnTheWire() throws InterruptedException {
        emulator.on(Calls.MODEL).reply(Fault.hang());
        var count = adapter.countInputTokens(Calls.TARGET, FIVE_WORDS);
        assertThat(emulator.awaitRequests(1, Duration.ofMinutes(2))).isTrue();
        count.cancel(true);
        assertThat(emulator.awaitIdle(Duration.ofMinutes(2))).isTrue();
        assertThat(emulator.cancelledStreams()).isEqualTo(1);
    }

    @Test
    void count_takesNoTurnOfASequence_andServesNoTokens() {
        emulator.on(Calls.MODEL).sequence(Reply.text("first").usage(7, 1), Reply.text("second"));
        assertThat(adapter.countInputTokens(Calls.TARGET, FIVE_WORDS).join()).isEqualTo(7);
        assertThat(emulator.tokensServed()).isZero();
        assertThat(Calls.answer(adapter).text()).isEqualTo("first");
    }
}
