package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Content.ToolResult;
import dev.hybridrouter.api.content.Content.ToolUse;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** What came from elsewhere, on the wire and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignValuesWireTest {
    private static final String CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String NEWEST = "global.anthropic.claude-opus-4-7";
    private static final String LLAMA = "us.meta.llama3-3-70b-instruct-v1:0";
    private static final String GPT_OSS = "openai.gpt-oss-120b-1:0";
    private static final Json OBJECT = Json.object("{\"type\":\"object\"}");

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

    private JsonNode sent(RouteRequest request, String model) {
        adapter.call(Calls.of(request, target(model))).join();
        return JsonNode.parser().parse(emulator.requests().get(0).body());
    }

    private ProviderFailure refused(RouteRequest request, String model) {
        ProviderFailure failure = Calls.failure(adapter, Calls.of(request, target(model)));
        assertThat(emulator.requests()).isEmpty();
        return failure;
    }

    private static Stream<JsonNode> at(JsonNode node, String name) {
        Stream<JsonNode> below = node.isArray()
                ? node.asArray().stream()
                : node.isObject() ? node.asObject().values().stream() : Stream.of();
        Stream<JsonNode> here = node.isObject() ? node.field(name).stream() : Stream.of();
        return Stream.concat(here, below.flatMap(child -> at(child, name)));
    }

    private static List<String> texts(JsonNode node, String name) {
        return at(node, name).filter(JsonNode::isString).map(JsonNode::asString).toList();
    }

    private static RouteRequest.Builder offering(String... names) {
        return RouteRequest.builder()
                .user("Go")
                .tools(Stream.of(names).map(name -> new Tool(name, "", OBJECT)).toList());
    }

    private static RouteRequest.Builder used(String id, String name) {
        return RouteRequest.builder()
                .user("Go")
                .message(Message.assistant(List.of(new ToolUse(id, name, Json.object("{}")))))
                .message(Message.user(ToolResult.text(id, "done")));
    }

    @Test
    void namesTheServiceTakes_areSentAsTheyAre() {
        assertThat(texts(sent(offering("_peek", "-x", "get_weather-1").build(), CLAUDE), "name"))
                .containsExactly("_peek", "-x", "get_weather-1");
    }

    @Test
    void namesThatWouldBecomeAlike_stayApart_whateverTheirOrder() {
        List<String> sent = texts(sent(offering("a.b", "a/b", "a_b", "c.d").build(), CLAUDE), "name");
        emulator.reset();
        List<String> reversed = texts(sent(offering("c.d", "a_b", "a/b", "a.b").build(), CLAUDE), "name");

        assertThat(sent).doesNotHaveDuplicates().contains("a_b", "c_d");
        assertThat(reversed).containsExactly(sent.get(3), sent.get(2), sent.get(1), sent.get(0));
    }

    @Test
    void answer_hasTheCallersNames_inOnePieceAndInPieces() {
        RouteRequest request =
                offering("files.read").toolChoice(ToolChoice.tool("files.read")).build();
        emulator.on(CLAUDE).reply(Reply.toolUse("u1", "files_read", "{}"));

        assertThat(adapter.call(Calls.of(request, target(CLAUDE))).join().toolUses())
                .extracting(ToolUse::name)
                .containsExactly("files.read");
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        adapter.stream(Calls.of(request, target(CLAUDE))).subscribe(probe);
        probe.await(Duration.ofMinutes(2)).assertRulesKept();
        List<Delta> pieces = probe.events().stream()
                .filter(ProviderEvent.Piece.class::isInstance)
                .map(event -> ((ProviderEvent.Piece) event).delta())
                .toList();
        assertThat(pieces).contains(new Delta.ToolUseStarted(0, "u1", "files.read"));
        assertThat(pieces).contains(new Delta.BlockCompleted(0, new ToolUse("u1", "files.read", Json.object("{}"))));
    }

    @Test
    void usedTool_hasTheSameNameInHistoryAndOffer_andIsDeclaredWhereNoneIsOffered() {
        List<String> names = texts(sent(used("u1", "mcp:files/read").build(), CLAUDE), "name");

        assertThat(names).hasSize(2).containsOnly("mcp_files_read");
    }

    @ParameterizedTest
    @CsvSource({
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0, functions.read:0, false",
        "moonshotai.kimi-k2-thinking, functions.read:0, true",
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0, call_abc-1, true",
        "moonshotai.kimi-k2-thinking, call abc, false"
    })
    void idsTheModelTakes_areSentAsTheyAre_othersAlikeInUseAndResult(String model, String id, boolean same) {
        List<String> ids = texts(sent(used(id, "read").build(), model), "toolUseId");

        assertThat(ids).hasSize(2);
        assertThat(ids.get(0)).isEqualTo(ids.get(1)).matches("[a-zA-Z0-9_.:-]{1,64}");
        assertThat(ids.get(0).equals(id)).isEqualTo(same);
    }

    @Test
    void idThatComesAgainInALaterTurn_isToldApart() {
        RouteRequest.Builder twice = used("call_0", "read");
        used("call_0", "read").build().messages().forEach(twice::message);
        List<String> ids = texts(sent(twice.build(), CLAUDE), "toolUseId");

        assertThat(ids).hasSize(4);
        assertThat(ids.get(0)).isEqualTo("call_0").isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
        assertThat(ids.get(2)).isEqualTo(ids.get(3));
    }

    @Test
    void documentNames_areSpelledAsTheServiceDoes_andDiffer() {
        RouteRequest request = RouteRequest.builder()
                .message(Message.user(
                        Content.text("Compare."),
                        document("Übersicht.pdf"),
                        document("plan  final"),
                        document("plan final"),
                        document("costs (2026)"),
                        document("報告書")))
                .build();

        assertThat(texts(sent(request, CLAUDE), "name"))
                .containsExactly("Ubersicht-pdf", "plan final", "plan final (2)", "costs (2026)", "document");
    }

    private static Content document(String name) {
        return new Content.Document(name, "pdf", MediaSource.bytes(new byte[] {1}));
    }

    @Test
    void failureOfATool_isSaidInWordsWhereTheModelKnowsNoStatus() {
        RouteRequest failed = RouteRequest.builder()
                .user("Go")
                .message(Message.assistant(List.of(new ToolUse("u1", "read", Json.object("{}")))))
                .message(Message.user(new ToolResult("u1", List.of(Content.text(" ")), ToolResult.Status.ERROR)))
                .build();

        JsonNode llama = sent(failed, LLAMA);
        assertThat(at(llama, "status")).isEmpty();
        assertThat(texts(llama, "text")).contains(ToolResults.FAILED);
        emulator.reset();
        assertThat(texts(sent(failed, CLAUDE), "status")).containsExactly("error");
    }

    @Test
    void parametersTheModelDoesNotTake_areLeftOut_andTheDecisionSaysSo() {
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(adapter)
                .target(target(NEWEST))
                .build();
        RouteRequest request = RouteRequest.builder()
                .user("hi")
                .parameters(InferenceParameters.builder()
                        .temperature(0.5)
                        .topP(0.9)
                        .maxTokens(9)
                        .build())
                .build();

        assertThat(router.route(request).decision().adjustments())
                .extracting(Adjustment::kind)
                .containsExactly(Adjustment.Kind.FIELD_LEFT_OUT, Adjustment.Kind.FIELD_LEFT_OUT);
        JsonNode body = JsonNode.parser().parse(emulator.requests().get(0).body());
        assertThat(at(body, "temperature")).isEmpty();
        assertThat(at(body, "topP")).isEmpty();
        assertThat(at(body, "maxTokens")).hasSize(1);
    }

    @Test
    void samplingWhileClaudeThinks_isLeftOut() {
        RouteRequest request = RouteRequest.builder()
                .user("hi")
                .parameters(InferenceParameters.builder().temperature(0.5).build())
                .options(BedrockOptions.builder()
                        .additionalRequestFields(
                                Json.object("{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}"))
                        .build())
                .build();

        assertThat(at(sent(request, CLAUDE), "inferenceConfig")).isEmpty();
    }

    @Test
    void whatChangesTheAnswer_isUnsupported_soThatAnotherTargetIsAsked() {
        RouteRequest stopping = RouteRequest.builder()
                .user("hi")
                .parameters(InferenceParameters.builder()
                        .stopSequences(List.of("END"))
                        .build())
                .build();
        RouteRequest begun = RouteRequest.builder()
                .user("hi")
                .message(Message.assistant("The number is"))
                .build();
        RouteRequest forced = offering("a", "b").toolChoice(ToolChoice.ANY).build();

        assertThat(refused(stopping, GPT_OSS).message()).startsWith("stopSequences: ");
        assertThat(refused(begun, NEWEST).kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(refused(forced, LLAMA).message()).startsWith("toolChoice: ANY (expected: ");
    }

    @Test
    void guardrailOfAnotherForm_isRefusedByField() {
        RouteRequest request = RouteRequest.builder()
                .user("hi")
                .options(BedrockOptions.builder()
                        .guardrail(BedrockOptions.Guardrail.of("g1", "latest"))
                        .build())
                .build();

        assertThat(refused(request, CLAUDE).message())
                .isEqualTo("guardrail.version: \"latest\" (expected: a number from 1, or DRAFT)");
    }

    @Test
    void hostKnowsItsModelsBetter() {
        String profile = "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc";
        BedrockAdapter told = BedrockAdapter.builder()
                .region(Adapters.REGION)
                .endpoint(emulator.endpoint())
                .credentials(Adapters.CREDENTIALS)
                .httpClient(Adapters.HTTP)
                .model(profile, BedrockModel.like(NEWEST))
                .model("openai.gpt-oss", BedrockModel.like(GPT_OSS).with(BedrockFeature.STOP_SEQUENCES))
                .build();
        RouteRequest cold = RouteRequest.builder()
                .user("hi")
                .parameters(InferenceParameters.builder().temperature(0).build())
                .build();
        RouteRequest stopping = RouteRequest.builder()
                .user("hi")
                .parameters(InferenceParameters.builder()
                        .stopSequences(List.of("END"))
                        .build())
                .build();

        told.call(Calls.of(cold, target(profile))).join();
        told.call(Calls.of(stopping, target(GPT_OSS))).join();
        assertThat(emulator.requests().get(0).body()).doesNotContain("temperature");
        assertThat(emulator.requests().get(1).body()).contains("END");
        told.close();
    }

    @Test
    void s3_isReadByNova_notByClaude_andTheWebByNone() {
        assertThat(adapter.takesMediaAt(target("eu.amazon.nova-lite-v1:0"), "s3"))
                .isTrue();
        assertThat(adapter.takesMediaAt(target(CLAUDE), "s3")).isFalse();
        assertThat(adapter.takesMediaAt(target("model-a"), "https")).isFalse();
        RouteRequest remote = RouteRequest.builder()
                .message(Message.user(new Content.Image("png", MediaSource.at(URI.create("s3://bucket/a.png")))))
                .build();
        assertThat(refused(remote, CLAUDE).kind()).isEqualTo(FailureKind.UNSUPPORTED);
    }
}
