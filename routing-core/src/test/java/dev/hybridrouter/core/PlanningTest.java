package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.core.policy.RouteRule;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which targets are considered, and in which order. */
@ExtendWith(HybridRouterExtension.class)
class PlanningTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private final ManualClock clock;
    private final ScriptedProvider provider;

    PlanningTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(42);
    }

    private HybridRouterBuilder twoPaths() {
        return builder()
                .target(provider.target("direct").path(Path.DIRECT).build())
                .target(provider.target("mcp").path(Path.MCP).build());
    }

    private static RouteRequest of(OperationType operation) {
        return REQUEST.toBuilder()
                .context(RequestContext.builder().operation(operation).build())
                .build();
    }

    private static RouteRequest within(RequestContext context) {
        return REQUEST.toBuilder().context(context).build();
    }

    @ParameterizedTest
    @CsvSource({
        "INFRASTRUCTURE, direct, mcp",
        "META_MONITOR, direct, mcp",
        "IMPLEMENTATION, direct, mcp",
        "STANDARD, mcp, direct",
        "BACKGROUND, mcp, direct",
        "MADE_UP_BY_THE_HOST, mcp, direct"
    })
    void routeMatrix_prefersThePathOfTheOperation(String operation, String first, String second) {
        Decision decision = twoPaths().build().explain(of(new OperationType(operation)));

        assertThat(decision).ranked(first, second);
    }

    @Test
    void emergency_mayNotUseMcpUnlessTheHostAllowsIt() {
        RouteMatrix allowing = RouteMatrix.defaults().toBuilder()
                .rule(
                        OperationType.EMERGENCY,
                        RouteRule.of(Priority.CRITICAL, Duration.ofSeconds(5), Path.DIRECT, Path.MCP))
                .build();

        assertThat(twoPaths().build().explain(of(OperationType.EMERGENCY)))
                .ranked("direct")
                .rejected("mcp", RejectionReason.PATH);
        assertThat(twoPaths().routeMatrix(allowing).build().explain(of(OperationType.EMERGENCY)))
                .ranked("direct", "mcp");
    }

    @Test
    void onePathOnly_servesEverything() {
        HybridRouter router =
                builder().target(provider.target("mcp").path(Path.MCP).build()).build();

        assertThat(router.explain(of(OperationType.EMERGENCY))).ranked("mcp");
    }

    @ParameterizedTest
    @CsvSource({"EMERGENCY, 5", "INFRASTRUCTURE, 10", "META_MONITOR, 15", "STANDARD, 30", "BACKGROUND, 60"})
    void deadline_isThatOfTheOperation(String operation, int seconds) {
        provider.onAny().hang();
        var call = Routers.over(clock, provider, "a").build().routeAsync(of(new OperationType(operation)));

        clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
        assertThat(call).isNotDone();
        clock.advance(Duration.ofNanos(1));
        assertThat(call).isDone();
    }

    @Test
    void lowestPrice_countsInputAndOutputAndPutsUnpricedLast() {
        HybridRouter router = builder()
                .target(provider.target("unpriced").build())
                .target(provider.target("dear-output")
                        .price(TokenPrice.perMillion("1", "50"))
                        .build())
                .target(provider.target("dear-input")
                        .price(TokenPrice.perMillion("10", "5"))
                        .build())
                .strategies(Strategies.lowestPrice())
                .build();
        RouteRequest longAnswer =
                RouteRequest.builder().user("hi").maxTokens(1_000).build();
        RouteRequest longPrompt =
                RouteRequest.builder().user("x".repeat(400_000)).maxTokens(10).build();

        assertThat(router.explain(longAnswer)).ranked("dear-input", "dear-output", "unpriced");
        assertThat(router.explain(longPrompt)).ranked("dear-output", "dear-input", "unpriced");
    }

    @Test
    void lowestLatency_learnsFromAnswersAndCountsWhatIsInFlight() {
        provider.on("slow").reply("x").after(Duration.ofMillis(500));
        provider.on("fast")
                .reply("x")
                .after(Duration.ofMillis(200))
                .times(1)
                .then()
                .hang();
        HybridRouter router = Routers.over(clock, provider, "slow", "fast")
                .strategies(Strategies.lowestLatency())
                .build();
        // Both unknown: the first in order, then the one that is idle.
        List<CompletableFuture<RouteResult>> answered = List.of(router.routeAsync(REQUEST), router.routeAsync(REQUEST));
        clock.advance(Duration.ofSeconds(1));
        assertThat(answered).allMatch(CompletableFuture::isDone);
        assertThat(router.explain(REQUEST)).ranked("fast", "slow");

        List<CompletableFuture<RouteResult>> hanging = List.of(router.routeAsync(REQUEST), router.routeAsync(REQUEST));

        assertThat(hanging).noneMatch(CompletableFuture::isDone);

        assertThat(router.explain(REQUEST)).ranked("slow", "fast");
        router.close();
    }

    @Test
    void weighted_spreadsInProportion() {
        HybridRouter router = builder()
                .target(provider.target("one").weight(1).build())
                .target(provider.target("three").weight(3).build())
                .target(provider.target("never").weight(0).build())
                .strategies(Strategies.weighted())
                .build();
        provider.onAny().reply("x");
        int requests = 4_000;
        for (int i = 0; i < requests; i++) {
            router.route(REQUEST);
        }

        assertThat(provider.calls("three").size() / (double) requests).isBetween(0.72, 0.78);
        assertThat(provider.calls("never")).isEmpty();
    }

    @Test
    void chain_letsTheNextStrategyDecideTies() {
        HybridRouter router = builder()
                .target(provider.target("mcp-dear")
                        .path(Path.MCP)
                        .price(TokenPrice.perMillion("5", "5"))
                        .build())
                .target(provider.target("mcp-cheap")
                        .path(Path.MCP)
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .target(provider.target("direct").path(Path.DIRECT).build())
                .strategies(Strategies.routeMatrix(RouteMatrix.defaults()), Strategies.lowestPrice())
                .build();

        assertThat(router.explain(of(OperationType.STANDARD))).ranked("mcp-cheap", "mcp-dear", "direct");
    }

    @Test
    void hostStrategyThatThrows_countsAsATie() {
        HybridRouter router = Routers.over(clock, provider, "a", "b")
                .strategies(RoutingStrategy.named("broken", (request, target, chance) -> {
                    throw new IllegalStateException("a bug of the host");
                }))
                .build();

        assertThat(router.explain(REQUEST)).ranked("a", "b");
    }

    @Test
    void hostConstraint_removesAndFailsClosed() {
        HybridRouter router = Routers.over(clock, provider, "a", "b", "c")
                .constraint((request, view) -> {
                    if (view.target().id().value().equals("b")) {
                        throw new IllegalStateException("a bug of the host");
                    }
                    return view.target().id().value().equals("a")
                            ? Optional.of(Rejection.of(RejectionReason.CUSTOM, "not a", "ask for b"))
                            : Optional.empty();
                })
                .build();

        assertThat(router.explain(REQUEST))
                .ranked("c")
                .rejected("a", RejectionReason.CUSTOM)
                .rejected("b", RejectionReason.CUSTOM);
    }

    @Test
    void residency_looksAtDestinationsNotAtTheRegionOfTheCall() {
        HybridRouter router = builder()
                .target(provider.target("unknown").region("eu-central-1").build())
                .target(provider.target("leaves")
                        .region("eu-central-1")
                        .destinations(in("eu-central-1", "eu-west-2"))
                        .build())
                .target(provider.target("stays")
                        .region("eu-central-1")
                        .destinations(in("eu-central-1"))
                        .build())
                .build();
        RequestContext context = RequestContext.builder()
                .residency(ResidencyRequirement.within("eu-central-1", "eu-west-1"))
                .build();

        Decision decision = router.explain(within(context));

        assertThat(decision)
                .ranked("stays")
                .rejected("unknown", RejectionReason.RESIDENCY)
                .rejected("leaves", RejectionReason.RESIDENCY);
        assertThat(decision.candidates().get(1).rejections().get(0).detail())
                .contains("eu-west-2", "declared by the test", "2026-11-23");
    }

    private static Destinations in(String... regions) {
        return new Destinations(Set.of(regions), LocalDate.of(2026, 11, 23), "declared by the test");
    }

    @Test
    void retention_mustBeKnownAndShortEnough() {
        HybridRouter router = builder()
                .target(provider.target("unknown").build())
                .target(provider.target("month").retention(Duration.ofDays(30)).build())
                .target(provider.target("none").retention(Duration.ZERO).build())
                .build();
        RequestContext context =
                RequestContext.builder().maxRetention(Duration.ZERO).build();

        assertThat(router.explain(within(context)))
                .ranked("none")
                .rejected("unknown", RejectionReason.RETENTION)
                .rejected("month", RejectionReason.RETENTION);
    }

    @ParameterizedTest
    @EnumSource(
            value = Capability.class,
            names = {"STREAMING", "PROMPT_CACHING"},
            mode = EnumSource.Mode.EXCLUDE)
    void targetWithoutANeededCapability_isRejected(Capability capability) {
        Set<Capability> rest = EnumSet.complementOf(EnumSet.of(capability));
        HybridRouter router = builder()
                .target(provider.target("able")
                        .capabilities(Set.of(Capability.values()))
                        .build())
                .target(provider.target("unable").capabilities(rest).build())
                .build();

        assertThat(router.explain(needing(capability))).ranked("able").rejected("unable", RejectionReason.CAPABILITY);
        assertThat(router.explain(REQUEST)).ranked("able", "unable");
    }

    private static RouteRequest needing(Capability capability) {
        RouteRequest.Builder request = RouteRequest.builder();
        Tool tool = new Tool("clock", "tells the time", Json.object("{}"));
        return switch (capability) {
            case SYSTEM_TEXT -> request.system("be brief").user("hi").build();
            case IMAGE_INPUT ->
                request.message(Message.user(new Content.Image("png", bytes()))).build();
            case DOCUMENT_INPUT ->
                request.message(Message.user(new Content.Document("d", "pdf", bytes())))
                        .build();
            case TOOLS -> request.user("hi").tools(List.of(tool)).build();
            case TOOL_CHOICE ->
                request.user("hi")
                        .tools(List.of(tool))
                        .toolChoice(ToolChoice.ANY)
                        .build();
            case STRUCTURED_OUTPUT ->
                request.user("hi")
                        .responseFormat(ResponseFormat.json("s", Json.object("{}")))
                        .build();
            case REASONING ->
                request.user("hi")
                        .message(Message.assistant(List.of(new Content.Reasoning("because", "signed"))))
                        .user("go on")
                        .build();
            default -> throw new AssertionError(capability);
        };
    }

    private static MediaSource bytes() {
        return MediaSource.bytes(new byte[] {1});
    }

    @Test
    void explain_agreesWithWhatRouteThenDoesAndCallsNobody() {
        provider.onAny().reply("x");
        HybridRouter router = builder()
                .target(provider.target("a").build())
                .target(provider.target("b").build())
                .target(provider.target("c").capabilities(Set.of()).build())
                .strategies(Strategies.weighted())
                .build();
        RouteRequest request =
                RouteRequest.builder().system("be brief").user("hi").build();
        for (int i = 0; i < 200; i++) {
            Decision explained = router.explain(request);
            assertThat(explained.outcome()).isEqualTo(Outcome.PLANNED);
            assertThat(provider.history()).hasSize(i);

            Decision routed = router.route(request).decision();

            assertThat(routed.number()).isEqualTo(explained.number());
            assertThat(routed.candidates()).isEqualTo(explained.candidates()).hasSize(3);
            assertThat(routed.ranking()).isEqualTo(explained.ranking());
            assertThat(routed.attempts().get(0).target())
                    .isEqualTo(explained.ranking().get(0).target());
        }
    }

    @Test
    void decision_describesEveryCandidateAndAttempt() {
        provider.on("direct").reply("x");
        provider.on("mcp").fail(FailureKind.OTHER);

        String text =
                twoPaths().build().route(of(OperationType.STANDARD)).decision().describe();

        assertThat(text)
                .contains("STANDARD ANSWERED", "candidate direct: rank 2", "candidate mcp: rank 1 (route-matrix=0.00)")
                .contains("PRIMARY mcp 0 ms OTHER", "FALLBACK direct 0 ms answered");
    }
}
