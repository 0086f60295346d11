package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.budget.CutAnswer;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.Signal;
import dev.hybridrouter.test.StreamProbe;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a stream costs that fails after it has delivered, where the host has what was delivered settled: never nothing, and what the
 * provider said where it did.
 */
@ExtendWith(HybridRouterExtension.class)
class BrokenStreamCostTest {
    /** Two characters, so 1 token, go in. */
    private static final RouteRequest REQUEST = RouteRequest.builder()
            .user("hi")
            .maxTokens(100)
            .context(RequestContext.builder().tenant("acme").build())
            .build();

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final InMemoryLedger ledger = InMemoryLedger.create();
    private final HybridRouter router;

    BrokenStreamCostTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        this.router = HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .budgets(BudgetPolicy.builder()
                        .budget(Budget.builder(
                                        "daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("1"))
                                .build())
                        .cutAnswer(CutAnswer.DELIVERED)
                        .build())
                .ledger(ledger)
                .build();
    }

    private RouteResult.Failed failed() {
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(REQUEST).subscribe(probe);
        probe.assertRulesKept();
        return (RouteResult.Failed) Modes.closed(probe.events()).orElseThrow();
    }

    private void assertSettled(RouteResult.Failed failed, String usd, boolean estimated) {
        Attempt attempt = failed.decision().attempts().get(0);
        assertThat(attempt.cost()).hasValue(Money.usd(usd));
        assertThat(attempt.costEstimated()).isEqualTo(estimated);
        AccountState state = ledger.accounts(clock.instant()).get(0);
        assertThat(state.settled()).isEqualTo(Money.usd(usd));
        assertThat(state.reserved()).isEqualTo(Money.ZERO);
        assertThat(state.pending()).isEqualTo(Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_ERROR", "UNAVAILABLE", "THROTTLED", "STREAM_BROKEN"})
    void failureAfterContent_costsWhatWasDelivered(FailureKind kind) {
        provider.on("a").reply("12345678", "rest").failAfter(1, kind);

        RouteResult.Failed failed = failed();

        assertThat(failed).failedWith(kind);
        assertSettled(failed, "0.000003", true); // 1 in, 2 out
    }

    @Test
    void failureBeforeContent_thatIsNotBilled_costsNothing() {
        provider.on("a").fail(FailureKind.INVALID_REQUEST);

        assertSettled(failed(), "0", false);
    }

    @Test
    void failureAfterAToolsInput_costsItToo() {
        provider.on("a")
                .signals(
                        Signal.event(new ProviderEvent.Piece(new Delta.ToolUseStarted(0, "id", "tool"))),
                        Signal.event(new ProviderEvent.Piece(new Delta.ToolInputDelta(0, "{\"city\":\""))),
                        Signal.event(new ProviderEvent.Piece(new Delta.ToolInputDelta(0, "Oslo"))),
                        Signal.error(new ProviderException(FailureKind.SERVER_ERROR, "scripted")));

        assertSettled(failed(), "0.000005", true); // 1 in, 13 characters or 4 tokens out
    }

    @Test
    void failureAfterTheProvidersOwnCount_costsThat() {
        provider.on("a")
                .signals(
                        Signal.text("hello"),
                        Signal.event(new ProviderEvent.Finished(StopReason.END_TURN, TokenUsage.of(30, 20), null)),
                        Signal.error(new ProviderException(
                                ProviderFailure.of(FailureKind.STREAM_BROKEN, "lost after the stop message"))));

        RouteResult.Failed failed = failed();

        assertSettled(failed, "0.00005", false);
        assertThat(failed.delivered().usage()).isEqualTo(TokenUsage.of(30, 20));
        assertThat(failed.delivered().text()).isEqualTo("hello");
    }

    @Test
    void answerThatIsMalformed_costsTheProvidersOwnCount() {
        provider.on("a")
                .reply("{\"broken\":")
                .stopReason(StopReason.MALFORMED_TOOL_USE)
                .usage(TokenUsage.of(30, 20));

        assertSettled(failed(), "0.00005", false);
    }

    @Test
    void failureAfterAFinishThatCountsNothing_isEstimated() {
        provider.on("a")
                .signals(
                        Signal.text("12345678"),
                        Signal.event(new ProviderEvent.Finished(StopReason.END_TURN, TokenUsage.unknown(), null)),
                        Signal.error(new ProviderException(FailureKind.SERVER_ERROR, "scripted")));

        assertSettled(failed(), "0.000003", true);
    }

    @Test
    void failureAfterContent_staysCountedInTheQuota() {
        provider.on("a").reply("12345678", "rest").failAfter(1, FailureKind.SERVER_ERROR);
        Quotas quotas = Quotas.builder()
                .bucket("only", QuotaLimits.builder().requestsPerMinute(1).build(), "a")
                .build();
        HybridRouter counted = Routers.over(clock, provider, "a").quotas(quotas).build();
        counted.stream(REQUEST).subscribe(StreamProbe.<StreamEvent>unbounded());

        StreamProbe<StreamEvent> second = StreamProbe.unbounded();
        counted.stream(REQUEST).subscribe(second);

        assertThat(Modes.closed(second.events()).orElseThrow()).isRejectedFor(RejectionReason.QUOTA);
    }
}
