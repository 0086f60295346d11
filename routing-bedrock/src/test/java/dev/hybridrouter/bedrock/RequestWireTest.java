package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Content.CachePoint;
import dev.hybridrouter.api.content.Content.ToolResult;
import dev.hybridrouter.api.content.Content.ToolUse;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.bedrock.BedrockOptions.Guardrail;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.RecordedRequest;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** What a request looks like on the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestWireTest {
    private static final byte[] BYTES = {1, 2, 3};
    private static final String CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final Tool LOOKUP = new Tool("lookup", "", Json.object("{\"type\":\"object\"}"));

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
        return Target.builder("t", "bedrock", model)
                .region(Adapters.REGION)
                .capabilities(EnumSet.allOf(Capability.class))
                .build();
    }

    private static RouteRequest.Builder hi() {
        return RouteRequest.builder().user("hi");
    }

    private String sent(RouteRequest request) {
        return sent(request, Calls.TARGET);
    }

    private String sent(RouteRequest request, Target target) {
        adapter.call(Calls.of(request, target)).join();
        return onlyRequest().body();
    }

    private RecordedRequest onlyRequest() {
        assertThat(emulator.requests()).hasSize(1);
        return emulator.requests().get(0);
    }

    private static void assertJson(String actual, String expected) {
        assertThat(JsonNode.parser().parse(actual)).isEqualTo(JsonNode.parser().parse(expected));
    }

    @Test
    void plainRequest_sendsOnlyWhatWasSet() {
        assertJson(sent(hi().build()), """
                {"messages":[{"role":"user","content":[{"text":"hi"}]}]}""");
        assertThat(onlyRequest().modelId()).isEqualTo(Calls.MODEL);
    }

    @Test
    void parameters_areSent() {
        InferenceParameters parameters = InferenceParameters.builder()
                .maxTokens(64)
                .temperature(0.5)
                .topP(0.25)
                .stopSequences(List.of("END"))
                .build();
        assertJson(sent(hi().parameters(parameters).build()), """
                {"messages":[{"role":"user","content":[{"text":"hi"}]}],
                 "inferenceConfig":{"maxTokens":64,"temperature":0.5,"topP":0.25,"stopSequences":["END"]}}""");
    }

    @Test
    void conversation_keepsAllKindsOfContent() {
        RouteRequest request = RouteRequest.builder()
                .system("Be brief.")
                .systemCachePoint(new CachePoint(Duration.ofHours(1)))
                .message(Message.user(
                        Content.text("Compare."),
                        new Content.Image("png", MediaSource.bytes(BYTES)),
                        new Content.Document("terms", "pdf", MediaSource.bytes(BYTES)),
                        CachePoint.standard()))
                .message(Message.assistant(List.of(
                        new Content.Reasoning("think", "c2ln"),
                        new Content.RedactedReasoning(Blob.of(BYTES)),
                        new ToolUse("t1", "lookup", Json.object("{\"n\":1.50,\"deep\":[null,true,{\"a\":\"b\"}]}")),
                        new ToolUse("t2", "lookup", Json.object("{}")))))
                .message(Message.user(
                        new ToolResult("t1", List.of(Content.text("no")), ToolResult.Status.ERROR),
                        new ToolResult(
                                "t2",
                                List.of(new Content.Document("d", "txt", MediaSource.bytes(BYTES))),
                                ToolResult.Status.SUCCESS)))
                .tools(List.of(LOOKUP))
                .build();
        assertJson(sent(request, target(CLAUDE)), """
                {"system":[{"text":"Be brief."},{"cachePoint":{"type":"default","ttl":"1h"}}],
                 "messages":[
                  {"role":"user","content":[
                    {"text":"Compare."},
                    {"image":{"format":"png","source":{"bytes":"AQID"}}},
                    {"document":{"format":"pdf","name":"terms","source":{"bytes":"AQID"}}},
                    {"cachePoint":{"type":"default"}}]},
                  {"role":"assistant","content":[
                    {"reasoningContent":{"reasoningText":{"text":"think","signature":"c2ln"}}},
                    {"reasoningContent":{"redactedContent":"AQID"}},
                    {"toolUse":{"toolUseId":"t1","name":"lookup","input":{"n":1.50,"deep":[null,true,{"a":"b"}]}}},
                    {"toolUse":{"toolUseId":"t2","name":"lookup","input":{}}}]},
                  {"role":"user","content":[
                    {"toolResult":{"toolUseId":"t1","content":[{"text":"no"}],"status":"error"}},
                    {"toolResult":{"toolUseId":"t2","content":[
                      {"document":{"format":"txt","name":"d","source":{"bytes":"AQID"}}}]}}]}],
                 "toolConfig":{"tools":[{"toolSpec":{"name":"lookup","inputSchema":{"json":
                   {"type":"object"}}}}]}}""");
    }

    @Test
    void cachePoints_areLeftOutWhereTheTargetDoesNotKnowThem() {
        Target plain = Calls.TARGET.toBuilder()
                .capabilities(Set.of(Capability.STREAMING, Capability.SYSTEM_TEXT))
                .build();
        RouteRequest request = RouteRequest.builder()
                .system("Be brief.")
                .systemCachePoint(CachePoint.standard())
                .message(Message.user(Content.text("hi"), CachePoint.standard()))
                .build();
        assertJson(sent(request, plain), """
                {"system":[{"text":"Be brief."}],"messages":[{"role":"user","content":[{"text":"hi"}]}]}""");
    }

    /** The service refuses blank text, which models do answer. */
    @Test
    void blankText_isLeftOut() {
        RouteRequest request = RouteRequest.builder()
                .message(Message.user(Content.text(" "), Content.text("hi")))
                .message(Message.assistant(
                        List.of(Content.text("\n"), new ToolUse("t1", "lookup", Json.object("{}")), Content.text(""))))
                .message(Message.user(ToolResult.text("t1", "no")))
                .tools(List.of(LOOKUP))
                .build();
        assertJson(sent(request), """
                {"messages":[
                  {"role":"user","content":[{"text":"hi"}]},
                  {"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"lookup","input":{}}}]},
                  {"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"text":"no"}]}}]}],
                 "toolConfig":{"tools":[{"toolSpec":{"name":"lookup","inputSchema":{"json":
                   {"type":"object"}}}}]}}""");
    }

    /** The service wants the turns of user and model to alternate. */
    @Test
    void answerWithNothingVisible_isLeftOut_andTheTurnsAroundItBecomeOne() {
        RouteRequest request = RouteRequest.builder()
                .user("one")
                .message(Message.assistant(List.of(Content.text(" "), CachePoint.standard())))
                .user("two")
                .message(Message.assistant("three"))
                .user("four")
                .build();
        assertJson(sent(request), """
                {"messages":[
                  {"role":"user","content":[{"text":"one"},{"text":"two"}]},
                  {"role":"assistant","content":[{"text":"three"}]},
                  {"role":"user","content":[{"text":"four"}]}]}""");
    }

    @Test
    void userTurnWithNothingVisible_isAnInvalidRequest_andNothingIsSent() {
        RouteRequest request =
                RouteRequest.builder().message(Message.user(Content.text(" "))).build();
        ProviderFailure failure = Calls.failure(adapter, Calls.of(request));
        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(failure.message()).isEqualTo("messages[0]: blank (expected: text or other content)");
        assertThat(emulator.requests()).isEmpty();
    }

    @Test
    void toolChoiceThatTheServiceWouldMakeItself_isNotSent() {
        RouteRequest request =
                hi().tools(List.of(new Tool("quiet", "", Json.object("{}")))).build();
        assertJson(sent(request), """
                {"messages":[{"role":"user","content":[{"text":"hi"}]}],
                 "toolConfig":{"tools":[{"toolSpec":{"name":"quiet","inputSchema":{"json":
                   {"type":"object"}}}}]}}""");
    }

    @Test
    void toolsAndChoice_areSent() {
        List<Tool> tools = List.of(
                new Tool("lookup", "Looks up.", Json.object("{\"type\":\"object\"}")),
                new Tool("quiet", "", Json.object("{\"type\":\"object\"}")));
        assertJson(sent(hi().tools(tools).toolChoice(ToolChoice.tool("lookup")).build()), """
                {"messages":[{"role":"user","content":[{"text":"hi"}]}],
                 "toolConfig":{"toolChoice":{"tool":{"name":"lookup"}},"tools":[
                   {"toolSpec":{"name":"lookup","description":"Looks up.","inputSchema":{"json":{"type":"object"}}}},
                   {"toolSpec":{"name":"quiet","inputSchema":{"json":{"type":"object"}}}}]}}""");
    }

    @Test
    void responseFormat_isSentAsJsonSchema() {
        RouteRequest request = hi().responseFormat(ResponseFormat.json("colour", Json.object("{\"type\":\"object\"}")))
                .build();
        assertJson(sent(request), """
                {"messages":[{"role":"user","content":[{"text":"hi"}]}],
                 "outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":
                   {"name":"colour","schema":"{\\"type\\":\\"object\\",\\"additionalProperties\\":false}"}}}}}""");
    }

    private static RouteRequest withAllOptions() {
        return hi().options(BedrockOptions.builder()
                        .guardrail(new Guardrail(
                                "g1", "3", Guardrail.Trace.ENABLED, Guardrail.Streaming.ASYNC, Handling.unknown()))
                        .requestMetadata(Map.of("team", "search"))
                        .serviceTier("flex")
                        .latencyMode("optimized")
                        .effort("low")
                        .additionalRequestFields(Json.object("{\"top_k\":5}"))
                        .additionalResponseFields(List.of("/stop_sequence"))
                        .promptVariables(Map.of("name", "Ada"))
                        .build())
                .build();
    }

    private static final String SHARED_OPTIONS = """
            "messages":[{"role":"user","content":[{"text":"hi"}]}],
            "requestMetadata":{"team":"search"},
            "serviceTier":{"type":"flex"},
            "performanceConfig":{"latency":"optimized"},
            "outputConfig":{"effort":"low"},
            "additionalModelRequestFields":{"top_k":5},
            "additionalModelResponseFieldPaths":["/stop_sequence"],
            "promptVariables":{"name":{"text":"Ada"}},
            """;

    @Test
    void options_areSentWithACall() {
        assertJson(
                sent(withAllOptions()),
                "{" + SHARED_OPTIONS
                        + "\"guardrailConfig\":{\"guardrailIdentifier\":\"g1\",\"guardrailVersion\":\"3\","
                        + "\"trace\":\"enabled\"}}");
    }

    @Test
    void options_areSentWithAStream() {
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        adapter.stream(Calls.of(withAllOptions())).subscribe(probe);
        probe.await(Duration.ofMinutes(2));
        assertJson(
                onlyRequest().body(),
                "{" + SHARED_OPTIONS
                        + "\"guardrailConfig\":{\"guardrailIdentifier\":\"g1\",\"guardrailVersion\":\"3\","
                        + "\"trace\":\"enabled\",\"streamProcessingMode\":\"async\"}}");
    }

    @Test
    void streamedRequest_sendsTheSameAsACall() {
        RouteRequest request = hi().system("Be brief.")
                .maxTokens(9)
                .tools(List.of(new Tool("lookup", "Looks up.", Json.object("{}"))))
                .build();
        String called = sent(request);
        emulator.reset();
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        adapter.stream(Calls.of(request)).subscribe(probe);
        probe.await(Duration.ofMinutes(2));
        assertJson(onlyRequest().body(), called);
    }

    @Test
    void inferenceProfileArn_isSentAsTheModel() {
        String arn = "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc";
        Target profile = Target.builder("profile", "bedrock", arn)
                .region(Adapters.REGION)
                .build();
        sent(hi().build(), profile);
        assertThat(onlyRequest().modelId()).isEqualTo(arn);
    }

    static Stream<RouteRequest> malformedJson() {
        return Stream.of("{\"secret\": }", "{\"secret\": 1} {}", "{\"a\": /* secret */ 1}", "{\"secret\": 1, }", "{]}")
                .map(Json::object)
                .flatMap(json -> Stream.of(
                        hi().tools(List.of(new Tool("lookup", "", json))).build(),
                        hi().responseFormat(ResponseFormat.json("colour", json)).build(),
                        hi().options(BedrockOptions.builder()
                                        .additionalRequestFields(json)
                                        .build())
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("malformedJson")
    void malformedJson_isAnInvalidRequest_andNothingIsSent(RouteRequest request) {
        ProviderFailure failure = Calls.failure(adapter, Calls.of(request));
        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(emulator.requests()).isEmpty();
        for (Throwable cause = failure.cause().orElse(null); cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("secret");
        }
    }

    @Test
    void mediaFromTheWeb_isUnsupported_andNothingIsSent() {
        RouteRequest request = RouteRequest.builder()
                .message(
                        Message.user(new Content.Image("png", MediaSource.at(URI.create("https://example.org/a.png")))))
                .build();
        ProviderFailure failure = Calls.failure(adapter, Calls.of(request));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(failure.message()).contains("https").contains("s3://").doesNotContain("example.org");
        assertThat(emulator.requests()).isEmpty();
    }
}
