package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.budget.CutAnswer;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that its caller left is read on for its true usage, so far and no farther. */
@ExtendWith(HybridRouterExtension.class)
class DrainedStreamTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** 67 tokens of input and 100 of output, at a micro-dollar each. */
    private static final Money WORST = Money.usd("0.000167");

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final InMemoryLedger ledger = InMemoryLedger.create();
    private final List<RouteResult> results = new ArrayList<>();

    DrainedStreamTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder(CutAnswer cut) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .ledger(ledger)
                .budgets(BudgetPolicy.builder()
                        .budget(Budget.builder(
                                        "daily",
                                        BudgetScope.everything(),
                                        BudgetWindow.day(ZoneOffset.UTC),
                                        Money.usd("1"))
                                .build())
                        .cutAnswer(cut)
                        .build())
                .listener(event -> {
                    if (event instanceof RequestEnded ended) {
                        results.add(ended.result());
                    }
                });
    }

    private HybridRouter router() {
        return builder(CutAnswer.DRAIN).build();
    }

    private static RouteRequest request(Duration deadline) {
        return RouteRequest.builder()
                .user("hi")
                .maxTokens(100)
                .context(RequestContext.builder().deadline(deadline).build())
                .build();
    }

    /** A stream whose caller has its first piece, and left. */
    private static StreamProbe<StreamEvent> left(HybridRouter router) {
        StreamProbe<StreamEvent> probe = begun(router);
        probe.cancel();
        return probe;
    }

    private static StreamProbe<StreamEvent> begun(HybridRouter router) {
        StreamProbe<StreamEvent> probe = StreamProbe.requesting(2); // that it was opened, and the first piece
        router.stream(request(Duration.ofMinutes(1))).subscribe(probe);
        assertThat(probe.text()).isEqualTo("one ");
        return probe;
    }

    private void pieces(Duration every) {
        provider.on("a").reply("one ", "two ", "three ", "four").every(every).tokens(5, 40);
    }

    private AccountState account() {
        return ledger.accounts(clock.instant()).get(0);
    }

    private ScriptedCall.State state() {
        return provider.history().get(0).state();
    }

    private void assertDrained() {
        assertThat(state()).isEqualTo(ScriptedCall.State.ANSWERED);
        assertThat(account().committed()).isEqualTo(Money.usd("0.000045"));
        assertThat(account().settled()).isEqualTo(Money.usd("0.000045"));
        RouteResult.Failed told = (RouteResult.Failed) results.get(0);
        assertThat(told).failedWith(FailureKind.CANCELLED);
        assertThat(told.decision().cost()).hasValue(Money.usd("0.000045"));
        assertThat(told.decision().pendingCost()).isEqualTo(Money.ZERO);
    }

    private void assertPending() {
        assertThat(state()).isEqualTo(ScriptedCall.State.CANCELLED);
        assertThat(account().settled()).isEqualTo(Money.ZERO);
        assertThat(account().pending()).isEqualTo(WORST);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).decision().pendingCost()).isEqualTo(WORST);
    }

    @Test
    void streamThatIsLeft_isSettledByTheProvidersCount_andDeliversNothingMore() {
        pieces(SECOND);
        StreamProbe<StreamEvent> probe = left(router());
        assertThat(results).isEmpty();

        clock.advance(SECOND.multipliedBy(3));

        assertDrained();
        assertThat(probe.text()).isEqualTo("one ");
        assertThat(probe.terminals()).isZero();
        RouteResult.Failed told = (RouteResult.Failed) results.get(0);
        assertThat(told.delivered().text()).isEqualTo("one ");
        assertThat(told.delivered().usage()).isEqualTo(TokenUsage.of(5, 40));
    }

    @Test
    void time_isLimited() {
        pieces(Duration.ofSeconds(4));
        var unused = left(router());

        clock.advance(BudgetPolicy.DEFAULT_DRAIN.minusNanos(1));
        assertThat(state()).isEqualTo(ScriptedCall.State.RUNNING);
        clock.advance(Duration.ofNanos(1));

        assertPending();
    }

    @Test
    void deadline_isKept() {
        pieces(SECOND);
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router().stream(request(Duration.ofSeconds(2))).subscribe(probe);
        probe.cancel();

        clock.advance(Duration.ofSeconds(2));

        assertPending();
    }

    @Test
    void answerLimit_isKept() {
        provider.on("a").reply("one ", "x".repeat(500), "rest").every(SECOND).tokens(5, 40);
        var unused = left(builder(CutAnswer.DRAIN).maxAnswerBytes(200).build());

        clock.advance(SECOND);

        assertPending();
        assertThat(results.get(0)).failedWith(FailureKind.CANCELLED);
    }

    @Test
    void killSwitchThatCancels_endsIt() {
        pieces(SECOND);
        HybridRouter router = router();
        var unused = left(router);

        router.killSwitch().engage(KillOrder.cancelling(KillScope.target("a"), KillCause.OPERATOR, "a test", "tester"));

        assertPending();
    }

    @Test
    void killSwitchThatDrains_letsItEnd() {
        pieces(SECOND);
        HybridRouter router = router();
        var unused = left(router);

        router.killSwitch().engage(KillOrder.draining(KillScope.target("a"), KillCause.OPERATOR, "a test", "tester"));
        clock.advance(SECOND.multipliedBy(3));

        assertDrained();
    }

    @Test
    void closing_endsIt() {
        pieces(SECOND);
        HybridRouter router = router();
        var unused = left(router);

        router.close();

        assertPending();
    }

    @Test
    void streamThatIsLeftBeforeContent_isEnded() {
        provider.on("a").reply("late").after(SECOND);
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router().stream(request(Duration.ofMinutes(1))).subscribe(probe);

        probe.cancel();

        assertPending();
    }

    @Test
    void otherChoices_endIt() {
        pieces(SECOND);

        var unused = left(builder(CutAnswer.PENDING).build());

        assertPending();
    }

    @Test
    void countThatCannotBe_isNotBelieved() {
        provider.on("a").reply("one ", "two").every(SECOND).tokens(5, 50_000);
        var unused = left(router());

        clock.advance(SECOND);

        assertThat(account().settled()).isEqualTo(Money.ZERO);
        assertThat(account().pending()).isEqualTo(WORST);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streamThatOthersRead_isReadOnOnceTheLastOneLeft(boolean leaderFirst) {
        pieces(SECOND);
        HybridRouter router =
                builder(CutAnswer.DRAIN).cache(CachePolicy.defaults()).build();
        StreamProbe<StreamEvent> leads = begun(router);
        StreamProbe<StreamEvent> follows = begun(router);

        (leaderFirst ? leads : follows).cancel();
        (leaderFirst ? follows : leads).cancel();
        clock.advance(SECOND.multipliedBy(3));

        assertThat(provider.history()).hasSize(1);
        assertThat(state()).isEqualTo(ScriptedCall.State.ANSWERED);
        assertThat(account().committed()).isEqualTo(Money.usd("0.000045"));
        provider.on("a").reply("anew");
        assertThat(router.route(request(Duration.ofMinutes(1)))).servedBy("a");
        assertThat(provider.history()).as("nothing of it was cached").hasSize(2);
    }
}
