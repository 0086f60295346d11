package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.event.GuardInspected;
import dev.hybridrouter.spi.guard.Guard;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardRecord;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.LocalGuard;
import dev.hybridrouter.spi.guard.StreamInspector;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Guards that break their rules, are slow where it matters, or are at it when everything ends. */
@ExtendWith(HybridRouterExtension.class)
class GuardFaultsTest {
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final List<GuardRecord> records = new ArrayList<>();
    private final CompletableFuture<GuardReport> hanging = new CompletableFuture<>();
    private final ScriptedRemoteGuard guard = new ScriptedRemoteGuard(input -> pass());

    GuardFaultsTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private static CompletableFuture<GuardReport> pass() {
        return CompletableFuture.completedFuture(GuardReport.costing(Money.ZERO, GuardVerdict.pass()));
    }

    private HybridRouter router(Guard... guards) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .target(provider.target("b").build())
                .strategies(RoutingStrategy.named("as-added", (request, view, chance) -> 0))
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .guards(GuardPolicy.of(guards).withTimeLimit(Duration.ofSeconds(20)))
                .listener(Events.on(GuardInspected.class, event -> records.add(event.inspection())))
                .build();
    }

    private RouteResult route(Modes mode, HybridRouter router) {
        Supplier<Optional<RouteResult>> call = mode.begin(router, RouteRequest.of("hi"));
        clock.advance(Duration.ofSeconds(60));
        return call.get().orElseThrow(() -> new AssertionError("the call has not ended"));
    }

    /** A local guard whose streams are inspected so. */
    private record Streaming(String id, Supplier<StreamInspector> inspectors) implements LocalGuard {
        @Override
        public GuardVerdict inspect(GuardInput input) {
            return GuardVerdict.pass();
        }

        @Override
        public StreamInspector inspectStream(RequestContext context, GuardPiece.Kind kind) {
            return inspectors.get();
        }
    }

    private record Inspector(Function<String, String> change, Supplier<List<GuardFinding>> found)
            implements StreamInspector {
        @Override
        public String push(String text) {
            return change.apply(text);
        }

        @Override
        public String finish() {
            return "";
        }

        @Override
        public int longestHold() {
            return 0;
        }

        @Override
        public Optional<GuardVerdict.Block> blocked() {
            return Optional.empty();
        }

        @Override
        public List<GuardFinding> findings() {
            return found.get();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGuardThatIsAtASlowAnswer_whenTheAttemptsTimeEnds_isLate_notTheTarget(Modes mode) {
        provider.on("a").reply("hello").after(Duration.ofSeconds(5));
        provider.on("b").reply("never");
        guard.behaving(input -> input.direction() == Direction.REQUEST ? pass() : hanging);

        for (int i = 0; i < 10; i++) {
            assertThat(route(mode, router(guard)))
                    .failedWith(FailureKind.GUARDRAIL_BLOCKED)
                    .attempted("a");
        }
        assertThat(hanging).isCancelled();
        assertThat(clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aGuardThatThrowsWhereItDescribesItself_denies(Modes mode) {
        provider.on("a").reply("hello");
        ScriptedRemoteGuard second =
                new ScriptedRemoteGuard(input -> pass()).named("second").throwing(new IllegalStateException("broken"));

        assertThat(route(mode, router(second))).isRejectedFor(RejectionReason.GUARD_FAILED);
        assertThat(route(mode, router(guard, second))).isRejectedFor(RejectionReason.GUARD_FAILED);
        assertThat(provider.history()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aGuardThatThrowsWhereItDescribesItself_deniesAnswersToo(Modes mode) {
        provider.on("a").reply("hello");
        guard.behaving(input -> {
            guard.throwing(new IllegalStateException("broken"));
            return pass();
        });

        assertThat(route(mode, router(guard)))
                .failedWith(FailureKind.GUARDRAIL_BLOCKED)
                .attempted("a");
    }

    @ParameterizedTest
    @EnumSource
    void aRestorerThatThrows_endsItsCallOnly(Modes mode) {
        provider.on("a").reply("hello");
        guard.behaving(input -> CompletableFuture.completedFuture(GuardReport.costing(
                Money.ZERO,
                input.direction() == Direction.RESPONSE
                        ? GuardVerdict.pass()
                        : new GuardVerdict.Replace(
                                List.of("[1]"), List.of(new GuardFinding("WORD", GuardPiece.Kind.USER, 1)), kind -> {
                                    throw new IllegalStateException("broken");
                                }))));
        if (mode == Modes.ASYNC) {
            var call = router(guard).routeAsync(RouteRequest.of("hi"));
            assertThat(call).isCompletedExceptionally();
        } else {
            StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
            router(guard).stream(RouteRequest.of("hi")).subscribe(probe);
            assertThat(probe.error()).isPresent();
        }
        assertThat(provider.inFlight()).isZero();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway") // it breaks the rules
    void anInspectorThatBreaks_denies_andIsNobodysFault() {
        provider.on("a").reply("hello");
        provider.on("b").reply("never");
        LocalGuard pushesNull = new Streaming("null", () -> new Inspector(text -> null, List::of));
        LocalGuard findsNothing = new Streaming(
                "found",
                () -> new Inspector(Function.identity(), () -> {
                    throw new IllegalStateException("broken");
                }));

        assertThat(route(Modes.STREAM, router(pushesNull)))
                .failedWith(FailureKind.GUARDRAIL_BLOCKED)
                .attempted("a");
        assertThat(route(Modes.STREAM, router(findsNothing)))
                .failedWith(FailureKind.GUARDRAIL_BLOCKED)
                .attempted("a");
    }

    @Test
    void whatAStreamedBlockBecame_isSaidOfTheGuardThatDidIt() {
        provider.on("a").reply("hello");
        GuardFinding finding = new GuardFinding("WORD", GuardPiece.Kind.ASSISTANT, 1);
        LocalGuard tags = new Streaming("tags", () -> new Inspector(Function.identity(), () -> List.of(finding)));
        LocalGuard replaces = new Streaming("replaces", () -> new Inspector(text -> "#", () -> List.of(finding)));

        assertThat(route(Modes.STREAM, router(tags, replaces)).orElseThrow().text())
                .isEqualTo("#");
        assertThat(records)
                .filteredOn(record -> record.direction() == Direction.RESPONSE)
                .extracting(GuardRecord::outcome)
                .containsExactly(GuardRecord.Outcome.TAGGED, GuardRecord.Outcome.REPLACED);
    }

    @Test
    void cancelling_reachesTheSecondGuard_whenTheFirstAnsweredAtOnce() {
        ScriptedRemoteGuard second = new ScriptedRemoteGuard(input -> hanging).named("second");
        var call = router(guard, second).routeAsync(RouteRequest.of("hi"));

        call.cancel(true);

        assertThat(hanging).isCancelled();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void documents_areReadInUtf8AndMarkedUtf16_andAreOpaqueOtherwise() {
        provider.on("a").reply("hello");
        byte[] latin = "caf\u00E9".getBytes(StandardCharsets.ISO_8859_1);
        byte[] unmarked = "secret".getBytes(StandardCharsets.UTF_16LE);
        RouteRequest request = RouteRequest.builder()
                .message(Message.user(
                        document("secret 8".getBytes(StandardCharsets.UTF_8)),
                        document("secret 16".getBytes(StandardCharsets.UTF_16)),
                        document(latin),
                        document(unmarked),
                        new Content.Text("hi")))
                .build();

        var unused = router(guard).routeAsync(request);

        GuardInput seen = guard.asked.get(0);
        assertThat(seen.opaque()).isEqualTo(2);
        assertThat(seen.pieces())
                .extracting(GuardPiece::text)
                .containsExactly("name", "secret 8", "name", "secret 16", "name", "name", "hi");
    }

    private static Content document(byte[] bytes) {
        return new Content.Document("name", "txt", new MediaSource.Inline(Blob.of(bytes)));
    }

    @ParameterizedTest
    @EnumSource
    void closing_endsWhatGuardsAreAt(Modes mode) {
        guard.behaving(input -> hanging);
        HybridRouter router = router(guard);
        Supplier<Optional<RouteResult>> call = mode.begin(router, RouteRequest.of("hi"));

        router.close();

        assertThat(hanging).isCancelled();
        assertThat(call.get().orElseThrow()).isRejectedFor(RejectionReason.CANCELLED);
        assertThat(clock.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aClosedRouter_asksNoGuard(Modes mode) {
        HybridRouter router = router(guard);
        router.close();

        assertThat(mode.begin(router, RouteRequest.of("hi")).get().orElseThrow())
                .isRejectedFor(RejectionReason.ROUTER_CLOSED);
        assertThat(guard.asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theKillSwitch_cancelsAGuardInFlight(Modes mode) {
        guard.behaving(input -> hanging);
        HybridRouter router = router(guard);
        Supplier<Optional<RouteResult>> call = mode.begin(router, RouteRequest.of("hi"));

        router.killSwitch()
                .engage(KillOrder.cancelling(KillScope.everything(), KillCause.SECURITY, "a test", "tester"));

        assertThat(hanging).isCancelled();
        assertThat(call.get().orElseThrow()).isRejectedFor(RejectionReason.KILL_SWITCH);
    }
}
