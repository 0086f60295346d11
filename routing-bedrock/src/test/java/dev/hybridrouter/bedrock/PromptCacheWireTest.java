package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.bedrock.PromptCachePolicy.Place;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Where cache points are placed, and what they read and write, over the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromptCacheWireTest {
    private static final String SONNET = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String OPUS = "anthropic.claude-opus-4-6-v1:0";
    private static final String NOVA = "amazon.nova-pro-v1:0";
    private static final int LONG = 1_500;
    private static final String TEXT = "word ".repeat(LONG);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration ONE_HOUR = Duration.ofHours(1);

    private final ManualClock clock = ManualClock.create();
    private final BedrockEmulator emulator = BedrockEmulator.start(0, clock);
    private final List<BedrockAdapter> adapters = new ArrayList<>();

    @BeforeEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    void close() {
        adapters.forEach(BedrockAdapter::close);
        emulator.close();
    }

    private BedrockAdapter adapter(PromptCachePolicy policy) {
        BedrockAdapter adapter = BedrockAdapter.builder()
                .region(Adapters.REGION)
                .endpoint(emulator.endpoint())
                .credentials(Adapters.CREDENTIALS)
                .httpClient(Adapters.HTTP)
                .promptCache(policy)
                .build();
        adapters.add(adapter);
        return adapter;
    }

    private static Target target(String model) {
        return Target.builder("t", "bedrock", model)
                .region(Adapters.REGION)
                .capabilities(EnumSet.allOf(Capability.class))
                .build();
    }

    private static RouteRequest.Builder conversation(int answers) {
        RouteRequest.Builder request = RouteRequest.builder()
                .system(TEXT)
                .tools(List.of(new Tool("lookup", TEXT, Json.object("{\"type\":\"object\"}"))))
                .user("Question 0 " + TEXT);
        for (int i = 1; i <= answers; i++) {
            request.message(Message.assistant("Answer " + i)).message(Message.user("Question " + i));
        }
        return request;
    }

    /** Where the cache points of the last request are: with their time to live, or {@code 5m} where it is not said. */
    private List<String> points() {
        JsonNode body = JsonNode.parser()
                .parse(emulator.requests().get(emulator.requests().size() - 1).body());
        List<String> points = new ArrayList<>();
        body.field("toolConfig")
                .flatMap(config -> config.field("tools"))
                .ifPresent(tools -> collect("tools", tools, points));
        body.field("system").ifPresent(system -> collect("system", system, points));
        List<JsonNode> messages = body.field("messages").orElseThrow().asArray();
        for (int i = 0; i < messages.size(); i++) {
            collect("message " + i, messages.get(i).field("content").orElseThrow(), points);
        }
        return points;
    }

    private static void collect(String where, JsonNode blocks, List<String> points) {
        List<JsonNode> all = blocks.asArray();
        for (int i = 0; i < all.size(); i++) {
            String end = i == all.size() - 1 ? "" : " in the middle";
            all.get(i)
                    .field("cachePoint")
                    .ifPresent(point -> points.add(where + end + " "
                            + point.field("ttl").map(JsonNode::asString).orElse("5m")));
        }
    }

    private List<String> points(PromptCachePolicy policy, String model, RouteRequest request) {
        adapter(policy).call(Calls.of(request, target(model))).join();
        return points();
    }

    private TokenUsage usage(BedrockAdapter adapter, RouteRequest request) {
        return adapter.call(Calls.of(request, target(SONNET))).join().usage();
    }

    @Test
    void conversation_isCachedInFourPlaces() {
        assertThat(points(PromptCachePolicy.defaults(), SONNET, conversation(2).build()))
                .containsExactly("tools 5m", "system 5m", "message 2 5m", "message 4 5m");
    }

    @Test
    void firstQuestion_isNotCached_becauseItMayBeTheOnlyOne() {
        assertThat(points(PromptCachePolicy.defaults(), SONNET, conversation(0).build()))
                .containsExactly("tools 5m", "system 5m");
    }

    @Test
    void streams_areCachedLikewise() {
        StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
        adapter(PromptCachePolicy.defaults()).stream(Calls.of(conversation(1).build(), target(SONNET)))
                .subscribe(probe);
        probe.await(Duration.ofMinutes(2));

        assertThat(points()).containsExactly("tools 5m", "system 5m", "message 0 5m", "message 2 5m");
    }

    @Test
    void onlyListedPlaces_areCached() {
        PromptCachePolicy policy =
                PromptCachePolicy.builder().places(Place.SYSTEM).build();

        assertThat(points(policy, SONNET, conversation(2).build())).containsExactly("system 5m");
    }

    @ParameterizedTest
    @CsvSource({
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0, 1024",
        "anthropic.claude-opus-4-1-20250805-v1:0, 1024",
        "global.anthropic.claude-opus-4-6-v1:0, 4096",
        "anthropic.claude-haiku-4-5-20251001-v1:0, 4096",
        "anthropic.claude-sonnet-4-6-v1:0, 2048",
        "anthropic.claude-3-5-haiku-20241022-v1:0, 2048",
        "us.amazon.nova-lite-v1:0, 1536",
        "amazon.nova-pro-v1:0, 1024",
        "someone.new-model, 1024"
    })
    void prefixBelowTheModelsMinimum_isNotCached(String model, int minimum) {
        PromptCachePolicy policy =
                PromptCachePolicy.builder().places(Place.SYSTEM).build();
        String enough = "x".repeat(3 * minimum);

        assertThat(points(
                        policy,
                        model,
                        RouteRequest.builder().system(enough).user("hi").build()))
                .containsExactly("system 5m");
        assertThat(points(
                        policy,
                        model,
                        RouteRequest.builder()
                                .system(enough.substring(1))
                                .user("hi")
                                .build()))
                .isEmpty();
    }

    @Test
    void minimumSetByTheHost_counts() {
        PromptCachePolicy policy = PromptCachePolicy.builder()
                .minimumTokens("someone.new", 100_000)
                .build();

        assertThat(points(policy, "someone.new-model", conversation(2).build())).isEmpty();
    }

    @Test
    void toolsOfModelsThatDoNotCacheThem_haveNoPoint() {
        assertThat(points(PromptCachePolicy.defaults(), NOVA, conversation(0).build()))
                .containsExactly("system 5m");
    }

    @Test
    void anHour_isAskedOfModelsThatKnowIt_andComesBeforeFiveMinutes() {
        PromptCachePolicy policy =
                PromptCachePolicy.builder().stableTtl(ONE_HOUR).build();

        assertThat(points(policy, SONNET, conversation(1).build()))
                .containsExactly("tools 1h", "system 1h", "message 0 5m", "message 2 5m");
        assertThat(points(policy, OPUS, conversation(1).build()))
                .allMatch(point -> point.endsWith(" 5m"))
                .isNotEmpty();
    }

    @Test
    void requestWithPointsOfItsOwn_getsNoOthers() {
        RouteRequest own = conversation(2)
                .message(Message.assistant("Answer"))
                .message(Message.user(Content.text("Question"), Content.CachePoint.standard()))
                .build();

        assertThat(points(PromptCachePolicy.defaults(), SONNET, own)).containsExactly("message 6 5m");
    }

    @Test
    void requestThatMustNotBeKept_getsNone() {
        RouteRequest request = conversation(2)
                .context(RequestContext.builder().maxRetention(Duration.ZERO).build())
                .build();
        RouteRequest shortly = conversation(0)
                .context(RequestContext.builder().maxRetention(FIVE_MINUTES).build())
                .build();
        PromptCachePolicy hour = PromptCachePolicy.builder().stableTtl(ONE_HOUR).build();

        assertThat(points(PromptCachePolicy.defaults(), SONNET, request)).isEmpty();
        assertThat(points(hour, SONNET, shortly)).isEmpty();
    }

    @Test
    void targetWithoutPromptCaching_getsNone() {
        Target other = Target.builder("t", "bedrock", SONNET)
                .region(Adapters.REGION)
                .capabilities(Set.of(Capability.SYSTEM_TEXT, Capability.TOOLS))
                .build();
        adapter(PromptCachePolicy.defaults())
                .call(Calls.of(conversation(2).build(), other))
                .join();

        assertThat(points()).isEmpty();
    }

    @Test
    void turns_readWhatTheTurnBeforeWrote() {
        BedrockAdapter adapter = adapter(PromptCachePolicy.defaults());

        TokenUsage first = usage(adapter, conversation(0).build());
        assertThat(first.cacheRead()).hasValue(0);
        assertThat(first.cacheWrite()).hasValue(LONG);
        assertThat(first.input()).hasValue(LONG + 2);

        TokenUsage second = usage(adapter, conversation(1).build());
        assertThat(second.cacheRead()).hasValue(LONG);
        assertThat(second.cacheWrite()).hasValue(LONG + 6);
        assertThat(second.input()).hasValue(0);

        TokenUsage third = usage(adapter, conversation(2).build());
        assertThat(third.cacheRead()).hasValue(2 * LONG + 6);
        assertThat(third.cacheWrite()).hasValue(4);
        assertThat(third.cacheWriteByTtl()).isEqualTo(Map.of(FIVE_MINUTES, 4L));
    }

    @Test
    void whatWasWritten_isReadUntilItsTimeIsOver() {
        BedrockAdapter adapter = adapter(PromptCachePolicy.builder()
                .places(Place.SYSTEM, Place.NEWEST_TURN)
                .stableTtl(ONE_HOUR)
                .build());
        RouteRequest request = conversation(1).build();

        assertThat(usage(adapter, request).cacheWriteByTtl())
                .isEqualTo(Map.of(ONE_HOUR, (long) LONG, FIVE_MINUTES, (long) LONG + 6));
        clock.advance(FIVE_MINUTES.minusNanos(1));
        assertThat(usage(adapter, request).cacheRead()).hasValue(2 * LONG + 6);
        clock.advance(FIVE_MINUTES);
        assertThat(usage(adapter, request).cacheRead()).hasValue(LONG);
        clock.advance(ONE_HOUR);
        assertThat(usage(adapter, request).cacheRead()).hasValue(0);
    }

    /** A prompt cache keeps the prompt, so a caller's own points are bound by the caller's own maxRetention. */
    @ParameterizedTest
    @CsvSource({
        "PT0S, ''",
        "PT4M59S, ''",
        "PT5M, 'system 5m, message 0 5m'",
        "PT59M, 'system 5m, message 0 5m'",
        "PT1H, 'system 1h, message 0 5m'"
    })
    void ownPoints_keepNothingLongerThanAllowed(Duration most, String expected) {
        RouteRequest request = RouteRequest.builder()
                .system(TEXT)
                .systemCachePoint(new Content.CachePoint(ONE_HOUR))
                .message(Message.user(Content.text("Question"), Content.CachePoint.standard()))
                .context(RequestContext.builder().maxRetention(most).build())
                .build();
        List<Adjustment> adjustments = new ArrayList<>();
        ProviderCall call = ProviderCall.builder(request, target(SONNET), ONE_HOUR)
                .adjustments(adjustments::add)
                .build();

        adapter(PromptCachePolicy.defaults()).call(call).join();

        assertThat(String.join(", ", points())).isEqualTo(expected);
        assertThat(adjustments.isEmpty()).as("told").isEqualTo(most.equals(ONE_HOUR));
        assertThat(adjustments).allMatch(told -> told.detail().contains("maxRetention"));
    }
}
