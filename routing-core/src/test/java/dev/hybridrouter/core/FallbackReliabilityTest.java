package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.observe.WilsonInterval;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.test.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * How many requests one path answers within their deadline while the other is dead and it has troubles of its own:
 * {@code docs/hybrid.md} tells the mix and the figures that this prints.
 */
class FallbackReliabilityTest {
    private static final int REQUESTS = 20_000;
    private static final Duration GAP = Duration.ofMillis(50);
    private static final ShakyAdapter.Mix DEAD = new ShakyAdapter.Mix(1, 0, Duration.ofDays(1));
    private static final ShakyAdapter.Mix TROUBLED = new ShakyAdapter.Mix(0.10, 0.05, Duration.ofMinutes(1));
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final double BAR = 0.99;
    private static final long SEED = 2_026;

    private final ManualClock clock = ManualClock.create();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void whenDirectIsDead_mcpAnswers() {
        holdsTheBar("direct dead, MCP troubled", OperationType.INFRASTRUCTURE, Path.DIRECT, Path.MCP);
    }

    @Test
    void whenMcpIsDead_directAnswers() {
        holdsTheBar("MCP dead, direct troubled", OperationType.STANDARD, Path.MCP, Path.DIRECT);
    }

    private void holdsTheBar(String name, OperationType operation, Path dead, Path troubled) {
        ShakyAdapter shaky = new ShakyAdapter(
                "shaky", clock, TROUBLED, SEED + troubled.name().length());
        shaky.crashing(List.of("troubled-1", "troubled-2"));
        HybridRouter router = HybridRouterBuilder.create()
                .adapter(new ShakyAdapter("dead", clock, DEAD, SEED))
                .adapter(shaky)
                .target(target("dead-1", "dead", dead).build())
                .target(target("troubled-1", "shaky", troubled).build())
                .target(target("troubled-2", "shaky", troubled).build())
                .clock(clock)
                .scheduler(clock)
                .seed(SEED)
                .meterRegistry(registry)
                .build();
        Count count = run(router, operation, "troubled");

        WilsonInterval calls = WilsonInterval.of(count.good, count.fallbackCalls);
        WilsonInterval attempts = WilsonInterval.of(count.goodAttempts, count.attempts);
        System.out.printf(
                Locale.ROOT,
                "%s: %d of %d fallback calls = %.3f %%, 95 %% Wilson %.3f-%.3f %%; attempts %d of %d = %.2f %%, slowest %s%n",
                name,
                count.good,
                count.fallbackCalls,
                100.0 * count.good / count.fallbackCalls,
                100 * calls.lower(),
                100 * calls.upper(),
                count.goodAttempts,
                count.attempts,
                100.0 * count.goodAttempts / count.attempts,
                count.slowest);
        assertThat(count.fallbackCalls).isEqualTo(REQUESTS);
        assertThat(attempts.upper()).as("the mix is at work").isLessThan(0.88);
        assertThat(calls.lower()).isGreaterThanOrEqualTo(BAR);
        assertThat(reliability(troubled)).as("of the latest 1,000").isBetween(0.97, 1.0);
        router.close();
    }

    private double reliability(Path path) {
        return registry.get("hybridrouter.fallback.reliability")
                .tag("path", path.name())
                .gauge()
                .value();
    }

    private static Target.Builder target(String name, String adapter, Path path) {
        return Target.builder(name, adapter, "model").path(path).attemptTimeout(PATIENCE);
    }

    private Count run(HybridRouter router, OperationType operation, String troubled) {
        RouteRequest request = RouteRequest.of("hi").toBuilder()
                .context(RequestContext.builder().operation(operation).build())
                .build();
        List<CompletableFuture<RouteResult>> results = new ArrayList<>(REQUESTS);
        for (int number = 0; number < REQUESTS; number++) {
            results.add(router.routeAsync(request));
            clock.advance(GAP);
        }
        clock.advance(Duration.ofMinutes(2));
        Count count = new Count(RouteMatrix.defaults().rule(operation).deadline());
        results.forEach(result -> count.add(result.join(), troubled));
        return count;
    }

    /** What became of all requests. A call has failed if it was not answered, or later than its deadline. */
    private static final class Count {
        private final Duration deadline;
        private int fallbackCalls;
        private int good;
        private int attempts;
        private int goodAttempts;
        private Duration slowest = Duration.ZERO;

        Count(Duration deadline) {
            this.deadline = deadline;
        }

        void add(RouteResult result, String troubled) {
            List<Attempt> tried = result.decision().attempts().stream()
                    .filter(attempt -> attempt.target().value().startsWith(troubled))
                    .toList();
            fallbackCalls += tried.isEmpty() ? 0 : 1;
            Duration took = result.decision().elapsed();
            good += result instanceof RouteResult.Answered && took.compareTo(deadline) <= 0 ? 1 : 0;
            attempts += tried.size();
            goodAttempts += (int) tried.stream()
                    .filter(attempt -> attempt.failure().isEmpty())
                    .count();
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
    }
}
