package dev.hybridrouter.benchmarks.promise;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.event.TargetChanged;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How often does chance open a breaker? 200,000 calls of one target, one after the other, of a second each and a second apart, that fail
 * independently of each other. Takes no arguments; seeds 1 to 3.
 */
public final class BreakerRun {
    private static final int CALLS = 200_000;
    private static final int SEEDS = 3;
    private static final RouteRequest REQUEST = RouteRequest.of("question");
    private static final ModelResponse ANSWER = ModelResponse.builder(
                    List.of(new Content.Text("answer")), StopReason.END_TURN)
            .usage(TokenUsage.of(1, 1))
            .build();

    private BreakerRun() {}

    /** Prints a line for each rate of failures. */
    public static void main(String[] arguments) {
        System.out.printf(Locale.ROOT, "%8s %28s %10s%n", "failures", "openings in 200,000 calls", "refused");
        for (double failures : new double[] {0.1, 0.15, 0.2, 0.3}) {
            long[] openings = new long[1];
            long refused = 0;
            for (int seed = 1; seed <= SEEDS; seed++) {
                refused += refused(failures, seed, openings);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%7.0f%% %28.1f %9.3f%%%n",
                    100 * failures,
                    (double) openings[0] / SEEDS,
                    100.0 * refused / (SEEDS * CALLS));
        }
    }

    private static long refused(double failures, long seed, long[] openings) {
        SplittableRandom random = new SplittableRandom(seed);
        ManualClock clock = ManualClock.create();
        AnsweringAdapter adapter = new AnsweringAdapter(call -> {
            clock.advance(Duration.ofSeconds(1));
            if (random.nextDouble() < failures) {
                throw new ProviderException(ProviderFailure.of(FailureKind.SERVER_ERROR, "drawn"));
            }
            return ANSWER;
        });
        long refused = 0;
        try (HybridRouter router = HybridRouterBuilder.create()
                .adapter(adapter)
                .clock(clock)
                .scheduler(clock)
                .seed(seed)
                .retry(RetryPolicy.builder().maxAttempts(1).build())
                .target(AnsweringAdapter.target("a"))
                .listener(event -> {
                    if (event instanceof TargetChanged changed
                            && changed.change() == TargetChanged.Change.BREAKER_OPENED) {
                        openings[0]++;
                    }
                })
                .build()) {
            for (int i = 0; i < CALLS; i++) {
                refused += router.routeAsync(REQUEST).getNow(null) instanceof RouteResult.Rejected ? 1 : 0;
                clock.advance(Duration.ofSeconds(1));
            }
        }
        return refused;
    }
}
