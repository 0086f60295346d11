package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.test.Latency;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.Step;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random requests, faults, cancellations and moments: whatever happens, the money is somewhere, and once. */
class BudgetLawProperties {
    private static final int RUNS = 1_000;
    private static final int REQUESTS = 12;
    private static final Money LIMIT = Money.usd("0.01");
    private static final List<String> TARGETS = List.of("a", "b", "c");
    private static final FailureKind[] KINDS = FailureKind.values();

    /** One run. */
    private static final class Run implements RouterListener {
        private final SplittableRandom random;
        private final ManualClock clock = ManualClock.create();
        private final ScriptedProvider provider = ScriptedProvider.create(clock);
        private final InMemoryLedger ledger =
                InMemoryLedger.builder().pendingFor(Duration.ofHours(20)).build();
        private final List<RouteResult> ended = new ArrayList<>();
        private final List<Runnable> cancellations = new ArrayList<>();

        Run(int seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public void onEvent(RouterEvent event) {
            if (event instanceof RequestEnded end) {
                ended.add(end.result());
            }
        }

        void play() {
            TARGETS.forEach(this::script);
            HybridRouter router = router();
            for (int i = 0; i < REQUESTS; i++) {
                send(router);
                clock.advance(Duration.ofMillis(random.nextInt(400)));
                checkLimits();
                if (random.nextInt(3) == 0) {
                    cancellations.remove(random.nextInt(cancellations.size())).run();
                    checkLimits();
                }
            }
            clock.advance(Duration.ofMinutes(2));
            checkAllIsAccountedFor();
        }

        private HybridRouter router() {
            HybridRouterBuilder builder = HybridRouterBuilder.create()
                    .adapter(provider)
                    .clock(clock)
                    .scheduler(clock)
                    .seed(random.nextLong())
                    .budgets(BudgetPolicy.of(
                            budget("all", BudgetScope.everything()),
                            budget("tenants", BudgetScope.tenant()),
                            budget("models", BudgetScope.model())))
                    .ledger(ledger)
                    .listener(this);
            for (String target : TARGETS) {
                builder.target(provider.target(target)
                        .price(TokenPrice.perMillion("1", "2"))
                        .build());
            }
            return builder.build();
        }

        private static Budget budget(String name, BudgetScope scope) {
            return Budget.builder(name, scope, BudgetWindow.rolling(Duration.ofDays(1)), LIMIT)
                    .build();
        }

        private void script(String target) {
            Step step = random.nextInt(5) == 0 ? provider.on(target).hang() : answer(target);
            for (int i = 0; i < 3; i++) {
                step = step.then()
                        .reply("some", "thing", " said")
                        .usage(usage())
                        .after(latency());
            }
        }

        private Step answer(String target) {
            if (random.nextBoolean()) {
                return provider.on(target)
                        .fail(KINDS[random.nextInt(KINDS.length)])
                        .after(latency());
            }
            Step reply = provider.on(target)
                    .reply("some", "thing", " said")
                    .usage(random.nextInt(6) == 0 ? TokenUsage.unknown() : usage())
                    .after(latency())
                    .every(Duration.ofMillis(random.nextInt(300)));
            return random.nextInt(3) == 0 ? reply.failAfter(1 + random.nextInt(2), FailureKind.STREAM_BROKEN) : reply;
        }

        private TokenUsage usage() {
            return TokenUsage.of(random.nextInt(60), random.nextInt(400));
        }

        private Latency latency() {
            return Latency.fixed(Duration.ofMillis(random.nextInt(900)));
        }

        private void send(HybridRouter router) {
            RouteRequest request = RouteRequest.builder()
                    .user("hi")
                    .maxTokens(400 + random.nextInt(600))
                    .context(RequestContext.builder()
                            .tenant("tenant-" + random.nextInt(2))
                            .deadline(Duration.ofMillis(1 + random.nextInt(3_000)))
                            .build())
                    .build();
            if (random.nextBoolean()) {
                var call = router.routeAsync(request);
                cancellations.add(() -> call.cancel(true));
            } else {
                StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
                router.stream(request).subscribe(probe);
                cancellations.add(probe::cancel);
            }
        }

        private void checkLimits() {
            for (AccountState state : ledger.accounts(clock.instant())) {
                assertThat(state.committed()).isLessThanOrEqualTo(LIMIT);
            }
        }

        /** Each attempt's money is settled at its cost, or pending under its line; the accounts hold just that. */
        private void checkAllIsAccountedFor() {
            assertThat(ended).hasSize(REQUESTS);
            Map<Long, Money> pending =
                    ledger.pending().stream().collect(Collectors.toMap(Reservation::line, Reservation::amount));
            List<Attempt> attempts = ended.stream()
                    .flatMap(result -> result.decision().attempts().stream())
                    .toList();
            long settled = 0;
            long held = 0;
            for (Attempt attempt : attempts) {
                long line = attempt.ledgerLine().orElseThrow();
                if (!attempt.costPending()) {
                    settled += attempt.cost().orElseThrow().nanoUsd();
                } else {
                    assertThat(pending).as("lines of attempts of unknown cost").containsKey(line);
                    assertThat(attempt.cost()).hasValue(pending.get(line));
                    held += pending.getOrDefault(line, Money.ZERO).nanoUsd();
                }
            }
            assertThat(attempts.stream()
                            .map(attempt -> attempt.ledgerLine().orElseThrow())
                            .distinct())
                    .as("lines, one for each attempt")
                    .hasSameSizeAs(attempts);
            assertSums("all", settled, held);
            assertSums("tenants", settled, held);
            assertSums("models", settled, held);
        }

        private void assertSums(String budget, long settled, long held) {
            assertThat(sum(budget, AccountState::settled)).as("settled").isEqualTo(settled);
            assertThat(sum(budget, AccountState::pending)).as("pending").isEqualTo(held);
            assertThat(sum(budget, AccountState::reserved)).as("reserved").isZero();
        }

        private long sum(String budget, Function<AccountState, Money> figure) {
            return ledger.accounts(clock.instant()).stream()
                    .filter(state -> state.id().budget().equals(budget))
                    .mapToLong(state -> figure.apply(state).nanoUsd())
                    .sum();
        }
    }

    @Test
    void whateverHappens_theMoneyIsSettledReleasedOrPending_andNoLimitIsPassed() {
        for (int seed = 0; seed < RUNS; seed++) {
            try {
                new Run(seed).play();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
