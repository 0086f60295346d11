package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What local guards do to requests and answers. */
@ExtendWith(HybridRouterExtension.class)
class GuardTest {
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final WordGuard guard = new WordGuard();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    GuardTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .target(provider.target("b").build())
                .strategies(RoutingStrategy.named("as-added", (request, view, chance) -> 0))
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .meterRegistry(registry)
                .guards(GuardPolicy.of(guard));
    }

    private RouteResult route(Modes mode, HybridRouter router, String text) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, RouteRequest.of(text));
        clock.advance(Duration.ofSeconds(1));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    private static String text(RouteResult result) {
        return result.orElseThrow().text();
    }

    private double count(String direction, String outcome) {
        return registry.get("hybridrouter.guard")
                .tags("guard", "words", "direction", direction, "outcome", outcome)
                .counter()
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTakenOutOfARequest_neverLeaves_andIsBroughtBackInTheAnswer(Modes mode) {
        provider.on("a").reply("you said [", "1], did you?");
        RouteResult result = route(mode, builder().build(), "my secret is safe");

        assertThat(text(result)).isEqualTo("you said secret, did you?");
        assertThat(provider.history().get(0).call().request().messages())
                .containsExactly(Message.user("my [1] is safe"));
        assertThat(result.decision().adjustments())
                .containsExactly(new Adjustment(Adjustment.Kind.GUARDED, "guard words replaced 1 WORD in USER"));
        assertThat(count("request", "replaced")).isEqualTo(1);
        assertThat(count("response", "passed")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aDeniedRequest_isRejected_andNothingLeaves(Modes mode) {
        RouteResult result = route(mode, builder().build(), "some poison");

        assertThat(result).isRejectedFor(RejectionReason.GUARD);
        assertThat(result.decision().attempts()).isEmpty();
        assertThat(provider.history()).isEmpty();
        assertThat(count("request", "blocked")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aGuardThatBreaks_denies(Modes mode) {
        assertThat(route(mode, builder().build(), "crash")).isRejectedFor(RejectionReason.GUARD_FAILED);
        assertThat(provider.history()).isEmpty();

        provider.on("a").reply("a crash");
        RouteResult answer = route(mode, builder().build(), "hi");
        assertThat(answer).failedWith(FailureKind.GUARDRAIL_BLOCKED).attempted("a");
    }

    @ParameterizedTest
    @EnumSource
    void aDeniedAnswer_isNotDelivered_notTriedElsewhere_andNobodysFault(Modes mode) {
        provider.on("a").reply("pois", "on").tokens(3, 2);
        provider.on("b").reply("never");
        HybridRouter router = builder().build();

        for (int i = 0; i < 20; i++) {
            RouteResult result = route(mode, router, "hi " + i);
            assertThat(result).failedWith(FailureKind.GUARDRAIL_BLOCKED).attempted("a");
            assertThat(((RouteResult.Failed) result).delivered().text()).isEmpty();
            assertThat(result.toString() + result.decision().describe()).doesNotContain("poison");
        }
        provider.reset();
        provider.on("a").reply("fine");
        assertThat(route(mode, router, "hi")).servedBy("a");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReplacedInAnAnswer_isSeenByNobody_andNotRemembered(Modes mode) {
        provider.on("a").reply("how ru", "de of you");
        HybridRouter router = builder().cache(CachePolicy.defaults()).build();

        assertThat(text(route(mode, router, "hi"))).isEqualTo("how **** of you");
        RouteResult again = route(mode, router, "hi");
        assertThat(text(again)).isEqualTo("how **** of you");
        assertThat(again.decision().cache().kind()).isEqualTo(CacheUse.Kind.HIT);
        assertThat(count("response", "replaced")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void requestsThatDifferInWhatIsTakenOutOnly_shareAnAnswer_andEachGetsItsOwnBack(Modes mode) {
        provider.on("a").reply("so [1]");
        HybridRouter router = builder().cache(CachePolicy.defaults()).build();

        assertThat(text(route(mode, router, "secret"))).isEqualTo("so secret");
        RouteResult plain = route(mode, router, "[1]");

        assertThat(plain.decision().cache().kind()).isEqualTo(CacheUse.Kind.HIT);
        assertThat(text(plain)).as("no restorer of another request").isEqualTo("so [1]");
    }

    @Test
    void everyTextOfARequest_isInspected() {
        provider.on("a").reply("fine");
        RouteRequest request = RouteRequest.builder()
                .system("one")
                .user("two")
                .message(Message.assistant(List.of(
                        new Content.Reasoning("three", "signature"),
                        new Content.ToolUse("id", "tool", Json.object("{\"four\":4}")))))
                .message(Message.user(Content.ToolResult.text("id", "five")))
                .tools(List.of(new Tool("tool", "six", Json.object("{\"seven\":7}"))))
                .build();
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .clock(clock)
                .scheduler(clock)
                .guards(GuardPolicy.of(guard))
                .build();

        var unused = router.routeAsync(request);

        assertThat(guard.inspected.get(0).pieces())
                .extracting(piece -> piece.kind() + " " + piece.text())
                .containsExactly(
                        Kind.SYSTEM + " one",
                        Kind.USER + " two",
                        Kind.REASONING + " three",
                        Kind.TOOL_INPUT + " {\"four\":4}",
                        Kind.TOOL_RESULT + " five",
                        Kind.DEFINITION + " six",
                        Kind.DEFINITION + " {\"seven\":7}");
    }

    @Test
    void aReasoningBlockThatIsChanged_goesWithItsSignature() {
        provider.on("a").reply("fine");
        RouteRequest request = RouteRequest.builder()
                .user("hi")
                .message(Message.assistant(
                        List.of(new Content.Reasoning("the secret", "signature"), new Content.Text("yes"))))
                .user("go on")
                .build();

        var unused = builder().build().routeAsync(request);

        assertThat(provider.history().get(0).call().request().messages().get(1).content())
                .containsExactly(new Content.Text("yes"));
    }

    @Test
    void toolInput_isBroughtBackToo_andReasoningIsNot() {
        provider.on("a")
                .content(
                        new Content.Reasoning("about [1]", "signature"),
                        new Content.ToolUse("id", "tool", Json.object("{\"word\":\"[1]\"}")));
        for (Modes mode : Modes.values()) {
            ModelResponse seen =
                    route(mode, builder().build(), "secret").orElseThrow().response();
            assertThat(seen.content())
                    .containsExactly(
                            new Content.Reasoning("about [1]", "signature"),
                            new Content.ToolUse("id", "tool", Json.object("{\"word\":\"secret\"}")));
        }
    }

    @Test
    void aStream_deliversOnlyWhatItsResultHolds_underAnyDemand() {
        provider.on("a").reply("you ", "said [", "1", "] to me");
        StreamProbe<StreamEvent> probe = StreamProbe.requesting(1);
        builder().build().stream(RouteRequest.of("secret")).subscribe(probe);
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMillis(10));
            probe.request(1);
        }

        probe.assertRulesKept();
        String streamed = probe.events().stream()
                .filter(StreamEvent.Content.class::isInstance)
                .map(event -> ((StreamEvent.Content) event).delta())
                .map(delta -> delta instanceof Delta.TextDelta text ? text.text() : "")
                .collect(Collectors.joining());
        RouteResult result = Modes.closed(probe.events()).orElseThrow();
        assertThat(streamed).isEqualTo("you said secret to me").isEqualTo(text(result));
    }

    @Test
    void cancelling_reachesTheProvider() {
        provider.on("a").hang();
        HybridRouter router = builder().build();
        var call = router.routeAsync(RouteRequest.of("hi"));
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(RouteRequest.of("hi")).subscribe(probe);
        assertThat(provider.inFlight()).isEqualTo(2);

        call.cancel(true);
        probe.cancel();

        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void closing_endsWhatGuardsLetGo() {
        provider.on("a").hang();
        HybridRouter router = builder().build();
        var call = router.routeAsync(RouteRequest.of("hi"));

        router.close();

        assertThat(call.join()).failedWith(FailureKind.CANCELLED);
    }

    @Test
    void theTenantAndTheContext_areToldToGuards() {
        provider.on("a").reply("fine");
        var unused = builder()
                .build()
                .routeAsync(RouteRequest.builder()
                        .user("hi")
                        .context(RequestContext.builder().tenant("acme").build())
                        .build());

        assertThat(guard.inspected)
                .allSatisfy(input -> assertThat(input.context().tenant()).isEqualTo("acme"));
    }
}
