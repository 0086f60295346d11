package dev.hybridrouter.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.request.CacheMode;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.request.Sensitivity;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.internal.cache.form.Seals;
import dev.hybridrouter.spi.cache.SharedKey;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever can change an answer changes the key, and nothing else does. */
class CacheKeyTest {
    private static final CachePolicy POLICY = CachePolicy.defaults();
    private static final int PAIRS = 1_000_000;
    private static final int SHARED_KEYS = 100_000;

    private static final Seals SEALS = new Seals(new byte[32]);

    private record Options(String mode) implements ProviderOptions {
        @Override
        public Optional<List<String>> canonicalForm() {
            return Optional.of(List.of(mode));
        }
    }

    private record OtherOptions(int level) implements ProviderOptions {
        @Override
        public Optional<List<String>> canonicalForm() {
            return Optional.of(List.of(Integer.toString(level)));
        }
    }

    private record ShyOptions() implements ProviderOptions {}

    private static RouteRequest.Builder whole() {
        return RouteRequest.builder()
                .system("Be brief.")
                .message(Message.user(
                        new Content.Text("What is this?"),
                        new Content.Image("png", MediaSource.bytes(new byte[] {1, 2, 3})),
                        new Content.Document("notes", "pdf", MediaSource.at(URI.create("s3://bucket/key")))))
                .message(Message.assistant(List.of(
                        new Content.Reasoning("hm", "signed"),
                        new Content.ToolUse("t1", "look", Json.object("{\"at\":1}")))))
                .message(Message.user(Content.ToolResult.text("t1", "a cat")))
                .parameters(parameters().build())
                .tools(List.of(tool("look"), tool("listen")))
                .toolChoice(ToolChoice.ANY)
                .responseFormat(ResponseFormat.json("answer", Json.object("{\"type\":\"object\"}")))
                .options(new Options("fast"))
                .options(new OtherOptions(1))
                .context(context().build());
    }

    private static InferenceParameters.Builder parameters() {
        return InferenceParameters.builder()
                .maxTokens(100)
                .temperature(0.5)
                .topP(0.9)
                .stopSequences(List.of("END"));
    }

    private static Tool tool(String name) {
        return new Tool(name, "Does " + name, Json.object("{}"));
    }

    private static RequestContext.Builder context() {
        return RequestContext.builder()
                .tenant("acme")
                .residency(ResidencyRequirement.within("eu-central-1"))
                .maxRetention(Duration.ZERO)
                .sensitivity(Sensitivity.CONFIDENTIAL);
    }

    private static RouteRequest with(RequestContext.Builder context) {
        return whole().context(context.build()).build();
    }

    private static RouteRequest with(InferenceParameters.Builder parameters) {
        return whole().parameters(parameters.build()).build();
    }

    private static RouteRequest withMessage(int index, Message message) {
        RouteRequest request = whole().build();
        RouteRequest.Builder builder = RouteRequest.builder()
                .system("Be brief.")
                .parameters(request.parameters())
                .tools(request.tools())
                .toolChoice(request.toolChoice())
                .responseFormat(request.responseFormat())
                .context(request.context());
        request.options().forEach(builder::options);
        for (int i = 0; i < request.messages().size(); i++) {
            builder.message(i == index ? message : request.messages().get(i));
        }
        return builder.build();
    }

    static Stream<Arguments> changes() {
        Map<String, RouteRequest> changes = new LinkedHashMap<>();
        changes.put("tenant", with(context().tenant("acme2")));
        changes.put("residency", with(context().residency(ResidencyRequirement.within("eu-west-1"))));
        changes.put("retention", with(context().maxRetention(Duration.ofDays(1))));
        changes.put("sharing", with(context().maxSharing(Sharing.NONE)));
        changes.put("age of evidence", with(context().maxEvidenceAge(Duration.ofDays(9))));
        changes.put("purpose", with(context().purpose("billing")));
        changes.put("sensitivity", with(context().sensitivity(Sensitivity.PUBLIC)));
        changes.put("more system", whole().system("Be kind.").build());
        changes.put(
                "system cache point",
                whole().systemCachePoint(Content.CachePoint.standard()).build());
        changes.put("another turn", whole().user("and?").build());
        changes.put("maxTokens", with(parameters().maxTokens(101)));
        changes.put("temperature", with(parameters().temperature(0.51)));
        changes.put("topP", with(parameters().topP(0.91)));
        changes.put("stop", with(parameters().stopSequences(List.of("END", "STOP"))));
        changes.put("stop, other cut", with(parameters().stopSequences(List.of("EN", "D"))));
        changes.put("fewer tools", whole().tools(List.of(tool("look"))).build());
        changes.put(
                "order of tools",
                whole().tools(List.of(tool("listen"), tool("look"))).build());
        changes.put("tool choice", whole().toolChoice(ToolChoice.tool("look")).build());
        changes.put("format", whole().responseFormat(ResponseFormat.TEXT).build());
        changes.put(
                "schema",
                whole().responseFormat(ResponseFormat.json("answer", Json.object("{\"type\":\"array\"}")))
                        .build());
        changes.put("options", whole().options(new Options("slow")).build());
        changes.put("other options", whole().options(new OtherOptions(2)).build());
        changes.put("text", withMessage(0, user("What is that?", new byte[] {1, 2, 3}, "png", "s3://bucket/key")));
        changes.put("bytes", withMessage(0, user("What is this?", new byte[] {1, 2, 4}, "png", "s3://bucket/key")));
        changes.put("image", withMessage(0, user("What is this?", new byte[] {1, 2, 3}, "gif", "s3://bucket/key")));
        changes.put("uri", withMessage(0, user("What is this?", new byte[] {1, 2, 3}, "png", "s3://bucket/other")));
        changes.put("reasoning", withMessage(1, assistant("hmm", "signed", "{\"at\":1}")));
        changes.put("signature", withMessage(1, assistant("hm", "forged", "{\"at\":1}")));
        changes.put("tool input", withMessage(1, assistant("hm", "signed", "{\"at\":2}")));
        changes.put("tool result", withMessage(2, Message.user(Content.ToolResult.text("t1", "a dog"))));
        changes.put(
                "tool status",
                withMessage(
                        2,
                        Message.user(new Content.ToolResult(
                                "t1", List.of(new Content.Text("a cat")), Content.ToolResult.Status.ERROR))));
        changes.put("role", withMessage(2, new Message(Role.ASSISTANT, List.of(new Content.Text("a cat")))));
        return changes.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private static Message user(String text, byte[] image, String format, String uri) {
        return Message.user(
                new Content.Text(text),
                new Content.Image(format, MediaSource.bytes(image)),
                new Content.Document("notes", "pdf", MediaSource.at(URI.create(uri))));
    }

    private static Message assistant(String reasoning, String signature, String input) {
        return Message.assistant(List.of(
                new Content.Reasoning(reasoning, signature), new Content.ToolUse("t1", "look", Json.object(input))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void key_whenAnythingOfTheRequestChanges_isAnother(String what, RouteRequest changed) {
        CacheKey before = CacheKey.of(whole().build(), POLICY);

        CacheKey after = CacheKey.of(changed, POLICY);

        assertThat(after).as(what).isNotEqualTo(before);
        assertThat(before).as(what).isNotEqualTo(after);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void form_whenAnythingOfTheRequestChanges_isAnother(String what, RouteRequest changed) {
        assertThat(form(changed)).as(what).isNotEqualTo(form(whole().build()));
    }

    @Test
    void form_withOptionsThatHaveNone_orHalfACharacter_isNone() {
        CacheKey shy = CacheKey.of(whole().options(new ShyOptions()).build(), POLICY);
        CacheKey half = CacheKey.of(RouteRequest.of("half \ud83d"), POLICY);

        assertThat(KeyForm.of(shy)).isNull();
        assertThat(KeyForm.of(half)).isNull();
    }

    private static byte[] form(RouteRequest request) {
        return form(CacheKey.of(request, POLICY));
    }

    private static byte[] form(CacheKey key) {
        return Objects.requireNonNull(KeyForm.of(key));
    }

    private static SharedKey shared(CacheKey key) {
        return SEALS.key(key.tenant(), form(key));
    }

    @Test
    void key_whenBuiltDifferently_isTheSame() {
        RouteRequest one = whole().build();
        RouteRequest other = RouteRequest.builder()
                .options(new OtherOptions(1))
                .context(context().sensitivity(Sensitivity.CONFIDENTIAL).build())
                .responseFormat(ResponseFormat.json("answer", new Json("{\"type\":\"object\"}")))
                .options(new Options("fas".concat("t")))
                .toolChoice(new ToolChoice.Any())
                .tools(List.of(tool("look"), tool("listen")))
                .messages(one.messages())
                .parameters(parameters().build().toBuilder().maxTokens(100).build())
                .system("Be " + "brief.".strip())
                .build();

        CacheKey key = CacheKey.of(one, POLICY);
        CacheKey same = CacheKey.of(other, POLICY);

        assertThat(same).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(form(same)).isEqualTo(form(key));
        assertThat(CacheKey.of(one.toBuilder().build(), POLICY)).isEqualTo(key);
    }

    @Test
    void key_doesNotDependOnWhoIsInAHurry() {
        CacheKey key = CacheKey.of(whole().build(), POLICY);
        List<RequestContext.Builder> contexts = List.of(
                context().deadline(Duration.ofSeconds(1)),
                context().priority(Priority.LOW),
                context().operation(OperationType.BACKGROUND),
                context().tags(Map.of("trace", "17")),
                context().cacheMode(CacheMode.REFRESH));

        assertThat(contexts).allSatisfy(context -> assertThat(CacheKey.of(with(context), POLICY))
                .isEqualTo(key)
                .satisfies(same -> assertThat(form(same)).isEqualTo(form(key))));
    }

    @Test
    void key_ofAnotherVersionOrPartition_isAnother() {
        RouteRequest request = whole().build();
        CacheKey key = CacheKey.of(request, POLICY);

        assertThat(CacheKey.of(request, CachePolicy.builder().version("2").build()))
                .isNotEqualTo(key);
        assertThat(CacheKey.of(
                        request,
                        CachePolicy.builder().partition(context -> "user 7").build()))
                .isNotEqualTo(key);
    }

    @Test
    void form_ofAnotherVersionOrPartition_isAnother_alsoWhereTheirTextsRunTogether() {
        List<CacheKey> keys = new ArrayList<>();
        for (String version : List.of("", "a", "ab", "abc")) {
            for (String partition : List.of("", "c", "bc", "abc")) {
                CachePolicy policy = CachePolicy.builder()
                        .version(version)
                        .partition(context -> partition)
                        .build();
                keys.add(CacheKey.of(whole().build(), policy));
            }
        }

        assertThat(keys.stream().map(CacheKeyTest::shared)).doesNotHaveDuplicates();
    }

    @Test
    void form_isOneForm() {
        assertThat(HexFormat.of().formatHex(form(CacheKey.of(RouteRequest.of("hi"), POLICY))))
                .isEqualTo(
                        "02" // version of the form
                                + "00000000" // version of the policy
                                + "00000000" // partition
                                + "00000007" + "64656661756c74" // tenant
                                + "00" + "00" // residency, retention
                                + "00000007" + "554e4b4e4f574e" // sharing
                                + "00" + "00" // age of evidence, purpose
                                + "00000008" + "494e5445524e414c" // sensitivity
                                + "00000000" // system
                                + "00000001" + "00000004" + "55534552" // one message, of the user,
                                + "00000001" + "01" + "00000002" + "6869" // of one block of text
                                + "00" + "0000000000000000" // maxTokens
                                + "00" + "0000000000000000" // temperature
                                + "00" + "0000000000000000" // topP
                                + "00000000" // stop sequences
                                + "00000000" + "00" // tools, choice
                                + "00" // response format
                                + "00000000"); // options
    }

    @Test
    void normalizer_thatChangesTheTenant_isRefused() {
        UnaryOperator<RouteRequest> careless = request -> RouteRequest.of("the same");
        CachePolicy policy = CachePolicy.builder().normalizer(careless).build();

        assertThatThrownBy(() -> CacheKey.of(whole().build(), policy))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cache.normalizer");
    }

    @Test
    void tenants_neverMeet_whateverTheirNames() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < PAIRS; i++) {
            String one = name(random);
            String other = name(random);
            CacheKey key = key(one, "hi");
            CacheKey second = key(other, "hi");

            if (key.equals(second) != one.equals(other)) {
                throw new AssertionError("tenants " + one + " and " + other);
            }
        }
    }

    @Test
    void sharedKeys_meetOnlyWhereKeysDo_whateverTenantsAndTexts() {
        SplittableRandom random = new SplittableRandom(43);
        Map<SharedKey, CacheKey> seen = new HashMap<>();
        for (int i = 0; i < SHARED_KEYS; i++) {
            CacheKey key = randomKey(random);
            CacheKey known = seen.putIfAbsent(shared(key), key);

            if (known != null && !known.equals(key)) {
                throw new AssertionError("case " + i + ": " + known + " and " + key);
            }
        }
        assertThat(Set.copyOf(seen.values()))
                .as("equal keys have equal shared keys")
                .hasSameSizeAs(seen.values());
        assertThat(seen).as("some meet, some do not").hasSizeBetween(SHARED_KEYS / 20, SHARED_KEYS - 1_000);
    }

    /** Texts cut at any place, so that forms without lengths would run together. */
    private static CacheKey randomKey(SplittableRandom random) {
        RouteRequest.Builder request = RouteRequest.builder()
                .context(RequestContext.builder().tenant(name(random)).build());
        if (random.nextBoolean()) {
            request.system(word(random));
        }
        for (int turns = random.nextInt(2); turns >= 0; turns--) {
            request.message(Message.user(Content.text(word(random)), Content.text(word(random))));
        }
        return CacheKey.of(
                request.parameters(InferenceParameters.builder()
                                .stopSequences(random.nextBoolean() ? List.of() : List.of(word(random)))
                                .build())
                        .build(),
                POLICY);
    }

    private static String word(SplittableRandom random) {
        return "aab".substring(random.nextInt(3));
    }

    /** Names short enough to meet now and then, of characters that could be taken for separators. */
    private static String name(SplittableRandom random) {
        StringBuilder name = new StringBuilder("t");
        int length = random.nextInt(3);
        for (int i = 0; i < length; i++) {
            name.append("a1.:/@-_".charAt(random.nextInt(8)));
        }
        return name.toString();
    }

    private static CacheKey key(String tenant, String text) {
        return CacheKey.of(
                RouteRequest.builder()
                        .user(text)
                        .context(RequestContext.builder().tenant(tenant).build())
                        .build(),
                POLICY);
    }

    @Test
    void toString_tellsNothing() {
        assertThat(CacheKey.of(whole().build(), POLICY).toString()).doesNotContain("acme", "this");
    }
}
