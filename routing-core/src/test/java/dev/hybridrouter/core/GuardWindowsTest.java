package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.guard.Guard;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.Restorer;
import dev.hybridrouter.spi.ledger.Ledger;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streamed answers that a remote guard inspects in overlapping windows. */
@ExtendWith(HybridRouterExtension.class)
class GuardWindowsTest {
    private static final RouteRequest REQUEST =
            RouteRequest.builder().user("hi").maxTokens(1_000).build();
    private static final Duration TICK = Duration.ofMillis(10);

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final Queue<CompletableFuture<GuardReport>> open = new ArrayDeque<>();
    private final ScriptedRemoteGuard guard = new ScriptedRemoteGuard(this::answer);
    private final Ledger ledger = InMemoryLedger.create();
    private final StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
    private boolean waits;
    private int denied = -1; // number of the window that is denied

    GuardWindowsTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private CompletableFuture<GuardReport> answer(GuardInput input) {
        if (input.direction() == Direction.RESPONSE && waits) {
            CompletableFuture<GuardReport> report = new CompletableFuture<>();
            open.add(report);
            return report;
        }
        return CompletableFuture.completedFuture(GuardReport.costing(new Money(70), verdict(input)));
    }

    private GuardVerdict verdict(GuardInput input) {
        if (input.direction() == Direction.RESPONSE && windows().size() == denied) {
            return new GuardVerdict.Block("TOPIC", "ask about something else", List.of());
        }
        List<String> texts = input.pieces().stream()
                .map(piece -> piece.text().replace("CLASSIFIED", "#"))
                .toList();
        return texts.equals(input.pieces().stream().map(piece -> piece.text()).toList())
                ? GuardVerdict.pass()
                : new GuardVerdict.Replace(texts, List.of(new GuardFinding("WORD", Kind.ASSISTANT, 1)), Restorer.NONE);
    }

    private void letGo() {
        open.remove().complete(GuardReport.costing(new Money(70), GuardVerdict.pass()));
    }

    private HybridRouterBuilder builder(Guard... guards) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .target(provider.target("b").build())
                .strategies(dev.hybridrouter.spi.RoutingStrategy.named("as-added", (request, view, chance) -> 0))
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .guards(GuardPolicy.of(guards));
    }

    private HybridRouter stream() {
        HybridRouter router = builder(guard).build();
        router.stream(REQUEST).subscribe(probe);
        return router;
    }

    /** Text of so many characters, in pieces of a hundred every ten milliseconds. */
    private void reply(String text) {
        provider.on("a").reply(text.split("(?<=\\G.{100})")).every(TICK);
    }

    private static String words(int characters) {
        return "lorem ipsum ".repeat(characters / 12 + 1).substring(0, characters);
    }

    private List<String> windows() {
        return guard.asked.stream()
                .filter(input -> input.direction() == Direction.RESPONSE)
                .map(input -> input.pieces().get(0).text())
                .toList();
    }

    private String streamed() {
        return probe.events().stream()
                .filter(StreamEvent.Content.class::isInstance)
                .map(event -> ((StreamEvent.Content) event).delta())
                .map(delta -> delta instanceof Delta.TextDelta text ? text.text() : "")
                .collect(Collectors.joining());
    }

    private RouteResult end() {
        clock.advance(Duration.ofSeconds(10));
        probe.assertRulesKept();
        assertThat(clock.pendingTasks()).isZero();
        return Modes.closed(probe.events()).orElseThrow(() -> new AssertionError("the stream has not ended"));
    }

    @Test
    void windowsOverlap_andTextGoesOnBeforeTheAnswerIsWhole() {
        String text = words(2_000);
        reply(text);
        stream();

        clock.advance(TICK.multipliedBy(9));

        assertThat(streamed()).isEqualTo(text.substring(0, 750));
        assertThat(provider.inFlight()).isEqualTo(1);
        assertThat(end().orElseThrow().text()).isEqualTo(text).isEqualTo(streamed());
        assertThat(windows())
                .containsExactly(text.substring(0, 1_000), text.substring(750, 1_750), text.substring(1_500));
    }

    @ParameterizedTest
    @ValueSource(ints = {740, 749, 750, 760, 995, 1_000, 1_745})
    void aWordAcrossTheBorderOfWindows_isReplaced(int place) {
        reply(words(place) + "CLASSIFIED" + words(2_000));
        stream();

        assertThat(end().orElseThrow().text()).isEqualTo(words(place) + "#" + words(2_000));
        assertThat(streamed()).isEqualTo(words(place) + "#" + words(2_000));
    }

    @Test
    void textThatIsReplacedThroughout_comesWhole() {
        reply("CLASSIFIED ".repeat(2_000));
        stream();

        assertThat(end().orElseThrow().text()).isEqualTo("# ".repeat(2_000));
        assertThat(windows()).hasSizeLessThan(10);
    }

    @Test
    void aDenialOfTheFirstWindow_isAFailedAttempt_thatNobodyElseMakes() {
        denied = 1;
        reply(words(2_000));
        stream();

        RouteResult.Failed failed = (RouteResult.Failed) end();
        assertThat(failed).failedWith(FailureKind.GUARDRAIL_BLOCKED).attempted("a");
        assertThat(failed.delivered().text()).isEmpty();
        assertThat(streamed()).isEmpty();
        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @Test
    void aDenialLater_endsTheStream_withWhatWasDelivered() {
        denied = 2;
        reply(words(3_000));
        stream();

        RouteResult.Failed failed = (RouteResult.Failed) end();
        assertThat(failed).failedWith(FailureKind.GUARDRAIL_BLOCKED).attempted("a");
        assertThat(failed.delivered().text())
                .isEqualTo(words(3_000).substring(0, 750))
                .isEqualTo(streamed());
        assertThat(provider.cancelled()).isEqualTo(1);
    }

    @Test
    void whileAWindowIsInspected_nothingIsReleased_orAskedFor() {
        waits = true;
        reply(words(3_000));
        stream();
        clock.advance(Duration.ofSeconds(1));

        assertThat(open).hasSize(1);
        assertThat(streamed()).isEmpty();
        letGo();
        assertThat(streamed()).hasSize(750);
        clock.advance(Duration.ofSeconds(1));
        assertThat(open).hasSize(1);
        assertThat(streamed()).hasSize(750);
        probe.cancel();
    }

    @Test
    void cancelling_endsTheInspectionAndTheCall() {
        waits = true;
        reply(words(3_000));
        stream();
        clock.advance(Duration.ofSeconds(1));

        probe.cancel();

        assertThat(open.remove()).isCancelled();
        assertThat(provider.cancelled()).isEqualTo(1);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void aLateGuard_withholdsTheRest_andIsCancelled() {
        reply(words(3_000));
        stream();
        clock.advance(TICK.multipliedBy(9));
        waits = true;

        RouteResult.Failed failed = (RouteResult.Failed) end();
        assertThat(failed).failedWith(FailureKind.GUARDRAIL_BLOCKED);
        assertThat(failed.delivered().text()).hasSize(750);
        assertThat(open.remove()).isCancelled();
    }

    @Test
    void aSlowTarget_isNotSilent_whileItsTextIsHeldBack() {
        HybridRouter router = builder(guard).build();
        RequestContext limited =
                RequestContext.builder().deadline(Duration.ofSeconds(15)).build();
        for (int i = 0; i < 10; i++) {
            provider.on("a").reply(words(3_000).split("(?<=\\G.{100})")).every(Duration.ofSeconds(1));
            StreamProbe<StreamEvent> slow = StreamProbe.unbounded();
            router.stream(REQUEST.toBuilder().context(limited).build()).subscribe(slow);
            clock.advance(Duration.ofMinutes(1));
            assertThat(Modes.closed(slow.events()).orElseThrow())
                    .failedWith(FailureKind.TIMEOUT)
                    .attempted("a");
        }
        provider.reset();
        provider.on("a").reply("fine");
        router.stream(REQUEST).subscribe(probe);
        assertThat(end()).servedBy("a");
    }

    @Test
    void theKillSwitch_stopsTheNextInspection() {
        reply(words(3_000));
        HybridRouter router = stream();
        clock.advance(TICK.multipliedBy(9));
        router.killSwitch().engage(KillOrder.draining(KillScope.everything(), KillCause.SECURITY, "a test", "tester"));

        RouteResult.Failed failed = (RouteResult.Failed) end();
        assertThat(failed.delivered().text()).hasSize(750);
        assertThat(windows()).hasSize(1);
    }

    @Test
    void whatEachWindowCosts_isHeldAndSettled() {
        provider.on("a").reply(words(2_000)).tokens(10, 10);
        HybridRouter router = builder(guard)
                .budgets(BudgetPolicy.of(
                        Budget.builder("daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("1"))
                                .build()))
                .ledger(ledger)
                .build();
        router.stream(REQUEST).subscribe(probe);

        assertThat(end()).servedBy("a");
        assertThat(ledger.accounts(clock.instant()).get(0).settled()).isEqualTo(new Money(70 + 3 * 70 + 20 * 1_000));
        assertThat(ledger.accounts(clock.instant()).get(0).reserved()).isEqualTo(Money.ZERO);
    }

    @Test
    void theProvidersFailureDuringAnInspection_comesAfterWhatItLetsGo() {
        waits = true;
        provider.on("a").reply(words(1_000), words(1_000)).failAfter(1, FailureKind.STREAM_BROKEN);
        stream();
        assertThat(open).hasSize(1);

        letGo();

        RouteResult.Failed failed = (RouteResult.Failed) end();
        assertThat(failed).failedWith(FailureKind.STREAM_BROKEN);
        assertThat(failed.delivered().text()).hasSize(750);
        assertThat(windows()).hasSize(1);
    }

    @Test
    void theProvidersEndDuringAnInspection_comesAfterIt() {
        waits = true;
        provider.on("a").reply(words(100));
        stream();
        assertThat(open).hasSize(1);
        assertThat(probe.terminals()).isZero();

        letGo();

        assertThat(end().orElseThrow().text()).isEqualTo(words(100));
    }

    @Test
    void interleavedBlocks_areDenied() {
        provider.on("a")
                .deltas(new Delta.TextDelta(0, "one"), new Delta.TextDelta(1, "two"), new Delta.TextDelta(0, "three"));
        stream();

        assertThat(end()).failedWith(FailureKind.GUARDRAIL_BLOCKED);
    }

    @Test
    void toolInput_isInspectedOnce_andWhole() {
        String input = "{\"text\":\"" + words(1_500) + " CLASSIFIED\"}";
        provider.on("a").content(new Content.ToolUse("id", "tool", Json.object(input)));
        stream();

        assertThat(end().orElseThrow().response().content())
                .containsExactly(new Content.ToolUse("id", "tool", Json.object(input.replace("CLASSIFIED", "#"))));
        assertThat(windows()).containsExactly(input);
    }

    @Test
    void reasoningThatIsChanged_losesItsSignature() {
        provider.on("a").content(new Content.Reasoning("CLASSIFIED", "signature"), new Content.Text("yes"));
        stream();

        assertThat(end().orElseThrow().response().content())
                .containsExactly(new Content.Reasoning("#", ""), new Content.Text("yes"));
    }

    @Test
    void localGuardsBeforeTheRemoteOne_inspectPieces_andThoseBehindItWindows() {
        WordGuard words = new WordGuard();
        provider.on("a").reply("how ru", "de of you, CLASSIFIED");
        builder(words, guard).build().stream(REQUEST).subscribe(probe);

        assertThat(end().orElseThrow().text()).isEqualTo("how **** of you, #");
        assertThat(windows()).containsExactly("how **** of you, CLASSIFIED");

        guard.asked.clear();
        StreamProbe<StreamEvent> other = StreamProbe.unbounded();
        builder(guard, words).build().stream(REQUEST).subscribe(other);
        assertThat(Modes.closed(other.events()).orElseThrow().orElseThrow().text())
                .isEqualTo("how **** of you, #");
        assertThat(windows()).containsExactly("how rude of you, CLASSIFIED");
    }
}
