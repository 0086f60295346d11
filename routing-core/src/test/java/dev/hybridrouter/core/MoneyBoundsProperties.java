package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.failure.Billing;
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
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.ledger.LedgerSnapshot;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.Script;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.Step;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random requests at a provider that bills what it likes within what each call allows: the least it can bill is never below what
 * is settled, the most never above what decisions say and accounts hold. Calls are cancelled, cut, drained, late, fall back, wait to
 * be sent, count tokens that cannot be, and lose their process.
 */
class MoneyBoundsProperties {
    private static final int RUNS = 600;
    private static final int REQUESTS = 14;
    private static final int STEPS = 40;
    private static final long LIMIT = Money.usd("0.02").nanoUsd();
    private static final List<String> TARGETS = List.of("a", "b", "c");
    private static final FailureKind[] KINDS = FailureKind.values();

    /** Micro-dollars a token of output; a token of input costs one. */
    private static final long OUTPUT = 2;

    private static final long MICRO = 1_000;

    /** What "hi" is held as: 2 characters at 1.5 tokens, and 64 around them. */
    private static final long INPUT = 67;

    /** What a provider does with one call: fails, perhaps after a part of the answer, or counts what it used. */
    private record Plan(Optional<FailureKind> failure, boolean replies, TokenUsage usage) {}

    /** One run. */
    private static final class Run {
        private final SplittableRandom random;
        private final ManualClock clock = ManualClock.create();
        private final ScriptedProvider provider = ScriptedProvider.create(clock);
        private final Map<String, List<Plan>> plans = new HashMap<>();
        private final List<Decision> decisions = new ArrayList<>();
        private final List<Runnable> cancellations = new ArrayList<>();
        private InMemoryLedger ledger = ledger();
        private HybridRouter router;
        private final CutAnswer cut;
        private boolean died;

        Run(int seed) {
            random = new SplittableRandom(seed);
            cut = seed % 2 == 0 ? CutAnswer.PENDING : CutAnswer.DRAIN;
            TARGETS.forEach(this::script);
            router = router();
        }

        private static InMemoryLedger ledger() {
            return InMemoryLedger.builder().pendingFor(Duration.ofHours(20)).build();
        }

        private HybridRouter router() {
            HybridRouterBuilder builder = HybridRouterBuilder.create()
                    .adapter(provider)
                    .clock(clock)
                    .scheduler(clock)
                    .seed(random.nextLong())
                    .budgets(BudgetPolicy.builder()
                            .budget(Budget.builder(
                                            "all",
                                            BudgetScope.everything(),
                                            BudgetWindow.rolling(Duration.ofDays(1)),
                                            new Money(LIMIT))
                                    .build())
                            .cutAnswer(cut)
                            .build())
                    .ledger(ledger)
                    .listener(event -> {
                        if (event instanceof RequestEnded ended) {
                            decisions.add(ended.result().decision());
                        }
                    });
            for (String target : TARGETS) {
                builder.target(provider.target(target)
                        .price(TokenPrice.perMillion("1", "2"))
                        .build());
            }
            return builder.build();
        }

        private void script(String target) {
            Script script = provider.on(target);
            List<Plan> all = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                Plan plan = plan();
                Step step = plan.replies
                        ? script.reply("some", "thing", " said")
                                .usage(plan.usage)
                                .every(Duration.ofMillis(random.nextInt(300)))
                        : script.fail(plan.failure.orElseThrow());
                if (plan.replies && plan.failure.isPresent()) {
                    step.failAfter(random.nextInt(3), plan.failure.orElseThrow());
                }
                step.after(Duration.ofMillis(random.nextInt(900)));
                if (random.nextInt(3) == 0) {
                    step.queuedFor(Duration.ofMillis(random.nextInt(2_000)));
                }
                script = step.then();
                all.add(plan);
            }
            plans.put(target, all);
        }

        private Plan plan() {
            return random.nextInt(3) == 0
                    ? new Plan(Optional.of(KINDS[random.nextInt(KINDS.length)]), random.nextBoolean(), usage())
                    : new Plan(Optional.empty(), true, usage());
        }

        private TokenUsage usage() {
            return switch (random.nextInt(5)) {
                case 0 -> TokenUsage.unknown();
                case 1 -> TokenUsage.of(5, 10_001 + random.nextLong(1L << (1 + random.nextInt(61))));
                default -> TokenUsage.of(random.nextInt((int) INPUT), random.nextInt(400));
            };
        }

        void play() {
            for (int i = 0; i < REQUESTS; i++) {
                send();
                clock.advance(Duration.ofMillis(random.nextInt(400)));
                assertThat(committed()).isLessThanOrEqualTo(LIMIT);
                if (random.nextInt(3) == 0) {
                    cancellations.remove(random.nextInt(cancellations.size())).run();
                }
                if (random.nextInt(40) == 0) {
                    loseTheProcess();
                }
            }
            clock.advance(Duration.ofMinutes(2));
            check();
        }

        private void send() {
            RouteRequest request = RouteRequest.builder()
                    .user("hi")
                    .maxTokens(400 + random.nextInt(600))
                    .context(RequestContext.builder()
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

        /** The next process has what the ledger kept; what the last one does from now on reaches no account. */
        private void loseTheProcess() {
            LedgerSnapshot kept = ledger.snapshot(clock.instant());
            ledger = ledger();
            ledger.restore(kept, clock.instant());
            router.killSwitch()
                    .engage(KillOrder.cancelling(
                            KillScope.everything(), KillCause.OPERATOR, "the process is gone", "test"));
            router = router();
            died = true;
        }

        private long committed() {
            return kept(LedgerSnapshot.Balance::settled) + kept(LedgerSnapshot.Balance::open);
        }

        /** What the ledger keeps, also of accounts that nobody has opened since the last process. */
        private long kept(Function<LedgerSnapshot.Balance, Money> part) {
            return ledger.snapshot(clock.instant()).balances().stream()
                    .mapToLong(balance -> part.apply(balance).nanoUsd())
                    .sum();
        }

        private long total(Function<AccountState, Money> part) {
            return ledger.accounts(clock.instant()).stream()
                    .mapToLong(state -> part.apply(state).nanoUsd())
                    .sum();
        }

        private void check() {
            long known = bills().filter(bill -> bill >= 0).sum();
            long atMost = known - bills().filter(bill -> bill < 0).sum();
            long settled = kept(LedgerSnapshot.Balance::settled);
            assertThat(settled).as("settled, and the least the provider bills").isLessThanOrEqualTo(known);
            assertThat(committed()).as("held, and the most it bills").isGreaterThanOrEqualTo(atMost);
            assertThat(committed()).isLessThanOrEqualTo(LIMIT);
            if (!died) {
                assertThat(settled).isEqualTo(known);
                assertThat(sum(Decision::pendingCost))
                        .as("pending, and what was sent to an end nobody knows")
                        .isEqualTo(atMost - known)
                        .isEqualTo(total(AccountState::pending));
                assertThat(sum(decision -> decision.cost().orElseThrow()))
                        .as("decisions, and the most it bills")
                        .isEqualTo(atMost);
            }
        }

        private long sum(Function<Decision, Money> part) {
            return decisions.stream()
                    .mapToLong(decision -> part.apply(decision).nanoUsd())
                    .sum();
        }

        /** What each call is billed; as a negative number, the most it can be billed if that is not known. */
        private LongStream bills() {
            return TARGETS.stream().flatMapToLong(target -> {
                List<ScriptedCall> calls = provider.calls(target);
                List<Plan> planned = plans.getOrDefault(target, List.of());
                return LongStream.range(0, calls.size())
                        .map(i -> bill(calls.get((int) i), planned.get((int) Math.min(i, STEPS - 1))));
            });
        }

        private static long bill(ScriptedCall call, Plan plan) {
            boolean unbilled = plan.failure.isPresent() && plan.failure.get().billing() == Billing.NONE;
            boolean free = unbilled && call.delivered() == 0;
            if (!call.isSent() || (call.state() == ScriptedCall.State.FAILED && free)) {
                return 0;
            }
            int maxTokens = call.call().request().parameters().maxTokens().orElseThrow();
            boolean told = call.state() == ScriptedCall.State.ANSWERED
                    && plan.usage.output().isPresent()
                    && plan.usage.output().getAsLong() <= maxTokens;
            return told
                    ? (plan.usage.input().orElseThrow()
                                    + OUTPUT * plan.usage.output().orElseThrow())
                            * MICRO
                    : -(INPUT + OUTPUT * maxTokens) * MICRO;
        }
    }

    @Test
    void whateverHappens_settledIsNeverAboveTheBill_andTheBillNeverAboveWhatIsHeld() {
        for (int seed = 0; seed < RUNS; seed++) {
            try {
                new Run(seed).play();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
