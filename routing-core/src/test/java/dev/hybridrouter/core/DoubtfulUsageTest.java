package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.budget.CutAnswer;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.spi.event.UsageRejected;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts of tokens that cannot be true, and answers that do not end where they were told: no budget is used up by them. */
@ExtendWith(HybridRouterExtension.class)
class DoubtfulUsageTest {
    private static final RouteRequest REQUEST =
            RouteRequest.builder().user("hi").maxTokens(100).build();

    /** 67 tokens of input and 100 of output, at a micro-dollar each. */
    private static final Money WORST = Money.usd("0.000167");

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final InMemoryLedger ledger = InMemoryLedger.create();
    private final List<TokenUsage> rejected = new ArrayList<>();

    DoubtfulUsageTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router(CutAnswer cut) {
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
                                        Money.usd("10"))
                                .build())
                        .cutAnswer(cut)
                        .build())
                .listener(event -> {
                    if (event instanceof UsageRejected told) {
                        rejected.add(told.reported());
                    }
                })
                .build();
    }

    private AccountState account() {
        return ledger.accounts(clock.instant()).get(0);
    }

    private void assertPending(RouteResult result) {
        Attempt attempt = result.decision().attempts().get(0);
        assertThat(attempt.costPending()).isTrue();
        assertThat(attempt.cost()).hasValue(WORST);
        assertThat(result.decision().pendingCost()).isEqualTo(WORST);
        assertThat(result.decision().describe()).contains("pending");
        assertThat(account().settled()).isEqualTo(Money.ZERO);
        assertThat(account().pending()).isEqualTo(WORST);
    }

    static Stream<TokenUsage> impossible() {
        return Stream.of(
                TokenUsage.of(5, 1_001),
                TokenUsage.of(5, 2_576_980_377L),
                TokenUsage.of(5, Long.MAX_VALUE),
                TokenUsage.of(10_001, 5),
                TokenUsage.of(Long.MAX_VALUE, Long.MAX_VALUE),
                TokenUsage.builder()
                        .input(Long.MAX_VALUE)
                        .output(5)
                        .cacheRead(Long.MAX_VALUE)
                        .build(),
                TokenUsage.builder()
                        .input(5)
                        .output(5)
                        .cacheWrite(5)
                        .cacheWriteByTtl(Map.of(Duration.ofHours(1), 5_000_000L))
                        .build(),
                TokenUsage.builder().input(5).output(5).cacheRead(5_000_000).build(),
                TokenUsage.builder().input(5_000).output(5).cacheWrite(5_001).build());
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void countThatCannotBe_isNotSettled_andTold(TokenUsage usage) {
        provider.on("a").reply("hello").usage(usage);

        RouteResult result = router(CutAnswer.PENDING).route(REQUEST);

        assertThat(result).isAnswered();
        assertThat(((RouteResult.Answered) result).response().usage()).isEqualTo(TokenUsage.unknown());
        assertThat(rejected).containsExactly(usage);
        assertPending(result);
    }

    @ParameterizedTest
    @EnumSource
    void countOfAStreamOrAFailure_isCheckedToo(Modes mode) {
        provider.on("a").reply("").usage(TokenUsage.of(5, 50_000));

        Supplier<Optional<RouteResult>> result = mode.begin(router(CutAnswer.PENDING), REQUEST);

        assertThat(result.get().orElseThrow()).failedWith(FailureKind.EMPTY);
        assertThat(rejected).hasSize(1);
        assertPending(result.get().orElseThrow());
    }

    @Test
    void countAboveTheReservation_thatCanBe_isTheTruth() {
        provider.on("a").reply("hello").usage(TokenUsage.of(5_000, 1_000));

        RouteResult result = router(CutAnswer.PENDING).route(REQUEST);

        assertThat(rejected).isEmpty();
        assertThat(result.decision().cost()).hasValue(Money.usd("0.006"));
        assertThat(account().settled()).isEqualTo(Money.usd("0.006"));
    }

    @Test
    void countThatNobodyGives_isNotSettled() {
        provider.on("a").reply("hello");

        assertPending(router(CutAnswer.PENDING).route(REQUEST));
        assertThat(rejected).isEmpty();
    }

    @Test
    void countThatCannotBe_teachesNothing() {
        RouteRequest telling = RouteRequest.builder()
                .user("a long prompt ".repeat(50))
                .maxTokens(100)
                .build();
        provider.on("a").reply("hello").usage(TokenUsage.of(9_999_999, 5)).times(30);
        HybridRouter router = router(CutAnswer.PENDING);

        for (int i = 0; i < 30; i++) {
            router.route(telling);
        }

        long each = account().pending().nanoUsd() / 30;
        assertThat(each).isEqualTo(1_000L * (700 * 3 / 2 + 64 + 100));
    }

    @Test
    void streamBeyondWhatWasAskedFor_isStopped() {
        String[] pieces = Collections.nCopies(2_000, "word ").toArray(String[]::new);
        provider.on("a").reply(pieces).tokens(5, 2_000).every(Duration.ofMillis(1));
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();

        router(CutAnswer.PENDING).stream(REQUEST).subscribe(probe);
        clock.advance(Duration.ofSeconds(3));

        RouteResult.Failed failed =
                (RouteResult.Failed) Modes.closed(probe.events()).orElseThrow();
        assertThat(failed).failedWith(FailureKind.MALFORMED_RESPONSE);
        assertThat(failed.failure().message()).contains("100 tokens");
        assertThat(failed.delivered().text().length()).isBetween(1_800, 1_810);
        assertThat(provider.history()).extracting(ScriptedCall::state).containsExactly(ScriptedCall.State.CANCELLED);
        assertPending(failed);
    }

    @Test
    void streamWithinTheTolerance_isLeftAlone() {
        String[] pieces = Collections.nCopies(360, "word ").toArray(String[]::new);
        provider.on("a").reply(pieces).tokens(5, 100);
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();

        router(CutAnswer.PENDING).stream(REQUEST).subscribe(probe);

        assertThat(Modes.closed(probe.events()).orElseThrow()).isAnswered();
    }

    @Test
    void estimateOfAStreamThatIsLeft_isNeverAboveWhatWasHeld() {
        RouteRequest request = RouteRequest.builder()
                .user("a long prompt ".repeat(50))
                .maxTokens(100)
                .build();
        provider.on("a")
                .reply("hello")
                .usage(TokenUsage.of(1, 0))
                .times(30)
                .then()
                .reply("x".repeat(400), "more")
                .every(Duration.ofSeconds(1));
        HybridRouter router = router(CutAnswer.DELIVERED);
        for (int i = 0;
                i < 30;
                i++) { // so few tokens a character that the estimate of what is held is below the usual one
            router.route(request);
        }
        Money before = account().settled();
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(request).subscribe(probe);
        Money held = account().reserved();

        probe.cancel();

        assertThat(account().settled()).isEqualTo(before.plus(held));
    }

    @Test
    void streamThatIsLeft_isPending_orAnEstimateThatTheRequestAllows_asTheHostChooses() {
        for (CutAnswer cut : List.of(CutAnswer.PENDING, CutAnswer.DELIVERED)) {
            provider.on("a")
                    .reply("x".repeat(1_500), "more")
                    .every(Duration.ofSeconds(1))
                    .tokens(5, 100);
            StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
            router(cut).stream(REQUEST).subscribe(probe);
            probe.cancel();
        }

        assertThat(account().pending()).isEqualTo(WORST);
        assertThat(account().settled()).isEqualTo(Money.usd("0.000101")); // 1 in, and the 100 out that were asked for
    }
}
