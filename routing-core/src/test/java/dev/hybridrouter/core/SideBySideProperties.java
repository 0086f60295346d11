package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Races of up to three attempts of one request, with random ends, cancellation and kill switch: whatever happens, the
 * request ends once, one answer at most is told, nothing runs on, and money, quota, permits and decision agree.
 */
class SideBySideProperties {
    private static final List<String> TARGETS = List.of("a", "b", "c");
    private static final RouteRequest REQUEST =
            RouteRequest.builder().user("hi").maxTokens(100).build();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void racesBalance(long seed) {
        RandomCases.run(seed, Race::new);
    }

    private static final class Race implements RandomCases.Case {
        private final ManualClock clock = ManualClock.create();
        private final ScriptedProvider provider = ScriptedProvider.create(clock);
        private final InMemoryLedger ledger = InMemoryLedger.create();
        private final List<String> story = new ArrayList<>();
        private final List<Integer> inFlight = new ArrayList<>();
        private final HybridRouter router;
        private final boolean streaming;
        private final long cancelAt;
        private final long killAt;
        private final String killed;

        Race(SplittableRandom random) {
            streaming = random.nextBoolean();
            cancelAt = random.nextInt(4) == 0 ? random.nextInt(600) : -1;
            killAt = random.nextInt(4) == 0 ? random.nextInt(600) : -1;
            killed = TARGETS.get(random.nextInt(3));
            long beside = random.nextInt(1, 200);
            long failing = random.nextInt(3);
            story.add((streaming ? "stream" : "call") + ", beside after " + beside + " ms, cancel at " + cancelAt
                    + ", kill " + killed + " at " + killAt);
            TARGETS.forEach(target -> script(target, random));
            HybridRouterBuilder builder = Routers.over(clock, provider)
                    .budgets(BudgetPolicy.of(Budget.builder(
                                    "daily",
                                    BudgetScope.tenant(),
                                    BudgetWindow.day(ZoneOffset.UTC),
                                    Money.usd(failing == 0 ? "0.0004" : "1"))
                            .build()))
                    .ledger(ledger)
                    .retry(RetryPolicy.builder()
                            .maxAttempts(random.nextInt(1, 6))
                            .build())
                    .attemptBudget(new AttemptBudgetPolicy(0.2, 1, random.nextInt(1, 6)))
                    .quotas(Quotas.builder()
                            .bucket(
                                    "all",
                                    QuotaLimits.builder()
                                            .tokensPerMinute(random.nextInt(200, 2_000))
                                            .build(),
                                    "a",
                                    "b",
                                    "c")
                            .build())
                    .constraint((request, view) -> {
                        inFlight.add(view.health().inFlight());
                        return Optional.empty();
                    })
                    .feature(fitting -> fitting.sideBySide((call, underWay) ->
                            underWay < 3 ? Duration.ofMillis(beside).toNanos() : -1));
            TARGETS.forEach(target -> builder.target(provider.target(target)
                    .price(TokenPrice.perMillion("1", "1"))
                    .build()));
            router = builder.build();
        }

        private void script(String target, SplittableRandom random) {
            Duration after = Duration.ofMillis(random.nextInt(500));
            int what = random.nextInt(6);
            story.add(target + " " + what + " after " + after.toMillis());
            switch (what) {
                case 0 -> provider.on(target).hang();
                case 1 -> provider.on(target).fail(FailureKind.SERVER_ERROR).after(after);
                case 2 -> provider.on(target).fail(FailureKind.INVALID_REQUEST).after(after);
                case 3 -> provider.on(target).throttle(Duration.ofMillis(50)).after(after);
                default ->
                    provider.on(target)
                            .reply("x", "y", "z")
                            .tokens(30, 20)
                            .after(after)
                            .every(Duration.ofMillis(random.nextInt(100)));
            }
        }

        @Override
        public void run() {
            List<RouteResult> results = new ArrayList<>();
            Runnable cancel = begin(results);
            for (long at = 0; at <= 700; at++) {
                if (at == cancelAt) {
                    cancel.run();
                }
                if (at == killAt) {
                    router.killSwitch()
                            .engage(KillOrder.cancelling(
                                    KillScope.target(killed), KillCause.OPERATOR, "a test", "tester"));
                }
                clock.advance(Duration.ofMillis(1));
            }
            clock.advance(Duration.ofMinutes(2));
            assertThat(provider.inFlight()).as("calls in flight").isZero();
            assertThat(clock.pendingTasks()).as("timers").isZero();
            assertPermits();
            if (cancelAt < 0) {
                assertThat(results).as("results").hasSize(1);
            }
            results.forEach(this::assertBalanced);
            router.close(Duration.ofDays(1)); // would wait for a call that is left
        }

        private Runnable begin(List<RouteResult> results) {
            if (!streaming) {
                CompletableFuture<RouteResult> call = router.routeAsync(REQUEST);
                var unused = call.thenAccept(results::add);
                return () -> call.cancel(true);
            }
            StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
            router.stream(REQUEST).subscribe(probe);
            var unused = clock.schedule(
                    () -> {
                        probe.assertRulesKept();
                        Modes.closed(probe.events()).ifPresent(results::add);
                    },
                    Duration.ofSeconds(60).toNanos());
            return probe::cancel;
        }

        private void assertPermits() {
            inFlight.clear();
            router.explain(REQUEST);
            assertThat(inFlight).as("permits").containsOnly(0);
        }

        private void assertBalanced(RouteResult result) {
            Decision decision = result.decision();
            List<ScriptedCall> calls = provider.history();
            assertThat(decision.attempts()).as("attempts").hasSameSizeAs(calls);
            long answered = decision.attempts().stream()
                    .filter(attempt -> attempt.failure().isEmpty())
                    .count();
            assertThat(answered).as("answers").isEqualTo(decision.outcome() == Outcome.ANSWERED ? 1 : 0);
            AccountState account = ledger.accounts(clock.instant()).get(0);
            assertThat(account.reserved()).as("reserved").isEqualTo(Money.ZERO);
            Money costs = decision.attempts().stream()
                    .map(Attempt::cost)
                    .flatMap(Optional::stream)
                    .reduce(Money.ZERO, Money::plus);
            assertThat(account.settled().plus(account.pending()))
                    .as("settled and pending")
                    .isEqualTo(costs);
            assertThat(account.pending()).as("pending").isEqualTo(decision.pendingCost());
        }

        @Override
        public String toString() {
            return String.join("; ", story);
        }
    }
}
