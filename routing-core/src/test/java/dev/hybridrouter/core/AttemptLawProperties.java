package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.RankedTarget;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.Script;
import dev.hybridrouter.test.ScriptedCall;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The laws of attempts over random targets, constraints, failures, latencies, deadlines and policies, for calls and
 * streams. Each run of a thousand cases follows from one seed, which a failure names with the case.
 */
class AttemptLawProperties {
    private static final int REQUESTS = 4;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void randomFailures_keepTheLaws(long seed) {
        RandomCases.run(seed, Case::new);
    }

    private static final class Case implements RandomCases.Case {
        private final SplittableRandom random;
        private final ManualClock clock = ManualClock.create();
        private final ScriptedProvider provider = ScriptedProvider.create(clock);
        private final List<String> targets = new ArrayList<>();
        private final Set<String> forbidden = new TreeSet<>();
        private final List<String> script = new ArrayList<>();
        private final Modes mode;
        private final int maxAttempts;
        private final Duration deadline;

        Case(SplittableRandom random) {
            this.random = random;
            mode = random.nextBoolean() ? Modes.ASYNC : Modes.STREAM;
            maxAttempts = 1 + random.nextInt(5);
            deadline = Duration.ofMillis(1 + random.nextInt(3_000));
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                targets.add("target-" + i);
            }
            for (String target : targets) {
                if (random.nextInt(5) == 0) {
                    forbidden.add(target);
                }
                write(target, provider.on(target));
            }
        }

        private void write(String target, Script rule) {
            for (int step = 1 + random.nextInt(5); step > 0; step--) {
                Duration latency = Duration.ofMillis(random.nextInt(3) == 0 ? 0 : random.nextInt(1_200));
                FailureKind[] kinds = FailureKind.values();
                int choice = random.nextInt(kinds.length + 6);
                if (choice < kinds.length) {
                    rule.fail(kinds[choice]).after(latency);
                    script.add(target + " " + kinds[choice] + " " + latency.toMillis());
                } else if (choice == kinds.length) {
                    rule.hang();
                    script.add(target + " hangs");
                } else {
                    rule.reply("green").after(latency);
                    script.add(target + " answers " + latency.toMillis());
                }
            }
        }

        @Override
        public void run() {
            Constraint constraint =
                    (request, view) -> forbidden.contains(view.target().id().value())
                            ? Optional.of(Rejection.of(RejectionReason.CUSTOM, "forbidden", "ask elsewhere"))
                            : Optional.empty();
            HybridRouter router = Routers.over(clock, provider, targets.toArray(new String[0]))
                    .constraint(constraint)
                    .retry(RetryPolicy.builder().maxAttempts(maxAttempts).build())
                    .build();
            RouteRequest request = RouteRequest.builder()
                    .user("hi")
                    .context(RequestContext.builder().deadline(deadline).build())
                    .build();
            for (int i = 0; i < REQUESTS; i++) {
                route(router, request);
            }
            router.close();
            assertThat(provider.inFlight()).as("calls in flight").isZero();
            assertThat(clock.pendingTasks()).as("timers").isZero();
        }

        private void route(HybridRouter router, RouteRequest request) {
            Decision explained = router.explain(request);
            int callsBefore = provider.history().size();
            long start = clock.nanoTime();
            Supplier<Optional<RouteResult>> begun = mode.begin(router, request);
            while (begun.get().isEmpty() && clock.nanoTime() - start < deadline.toNanos()) {
                clock.advance(Duration.ofMillis(1 + random.nextInt(200)));
                assertThat(provider.inFlight()).as("attempts at once").isLessThanOrEqualTo(1);
            }
            clock.advance(Duration.ZERO);
            RouteResult result = begun.get().orElseThrow(() -> new AssertionError("no result after the deadline"));
            check(explained, result.decision(), start, callsBefore);
        }

        private void check(Decision explained, Decision decision, long start, int callsBefore) {
            List<ScriptedCall> calls =
                    provider.history().subList(callsBefore, provider.history().size());
            List<Attempt> attempts = decision.attempts();
            assertThat(attempts).hasSizeLessThanOrEqualTo(maxAttempts);
            assertThat(attempts.stream().map(Attempt::target))
                    .containsExactlyElementsOf(
                            calls.stream().map(ScriptedCall::target).toList());
            assertThat(attempts).allSatisfy(attempt -> {
                assertThat(forbidden).doesNotContain(attempt.target().value());
                assertThat(attempt.startedAfter()).isLessThan(deadline);
            });
            assertThat(attempts.stream().filter(attempt -> attempt.kind() == AttemptKind.PRIMARY))
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(decision.candidates().stream().map(Candidate::target).map(TargetId::value))
                    .containsExactlyElementsOf(targets);
            assertThat(decision.elapsed()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(clock.nanoTime()).isGreaterThanOrEqualTo(start);
            checkAgreement(explained, decision);
        }

        private static void checkAgreement(Decision explained, Decision decision) {
            assertThat(decision.candidates()).isEqualTo(explained.candidates());
            assertThat(decision.ranking()).isEqualTo(explained.ranking());
            if (!decision.attempts().isEmpty()) {
                List<TargetId> ranked =
                        explained.ranking().stream().map(RankedTarget::target).toList();
                assertThat(decision.attempts().get(0).target()).isEqualTo(ranked.get(0));
            }
        }

        @Override
        public String toString() {
            return mode + ", at most " + maxAttempts + " attempts in " + deadline.toMillis() + " ms, targets " + targets
                    + ", forbidden " + forbidden + ", script " + script;
        }
    }
}
