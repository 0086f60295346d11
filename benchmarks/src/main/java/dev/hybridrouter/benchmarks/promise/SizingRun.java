package dev.hybridrouter.benchmarks.promise;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.quota.MaxTokensPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Whose answers does right-sizing cut? One tenant with few calls and long answers among calls with short ones: 40,000 calls, seeds 1 to 5.
 * Takes no arguments.
 */
public final class SizingRun {
    private static final int CALLS = 40_000;
    private static final int SEEDS = 5;
    private static final int MAX_TOKENS = 4_096;

    private SizingRun() {}

    private static final class Tenant {
        private long calls;
        private long cut;

        void add(RouteResult result) {
            calls++;
            cut += result instanceof RouteResult.Answered answered
                            && answered.response().stopReason().equals(StopReason.MAX_TOKENS)
                    ? 1
                    : 0;
        }

        double share() {
            return 100.0 * cut / calls;
        }
    }

    /** Prints a line for each share of the calls that are the small tenant's. */
    public static void main(String[] arguments) {
        System.out.printf(Locale.ROOT, "%16s %22s %18s%n", "share of calls", "cut of small tenant's", "cut of others'");
        for (double share : new double[] {0.005, 0.009, 0.015, 0.05}) {
            Tenant small = new Tenant();
            Tenant others = new Tenant();
            for (int seed = 1; seed <= SEEDS; seed++) {
                play(share, seed, small, others);
            }
            System.out.printf(Locale.ROOT, "%15.1f%% %21.2f%% %17.2f%%%n", 100 * share, small.share(), others.share());
        }
    }

    private static void play(double share, long seed, Tenant small, Tenant others) {
        SplittableRandom random = new SplittableRandom(seed);
        ManualClock clock = ManualClock.create();
        QuotaLimits plenty = QuotaLimits.builder()
                .tokensPerMinute(100_000_000)
                .modelMaxTokens(MAX_TOKENS)
                .build();
        try (HybridRouter router = HybridRouterBuilder.create()
                .adapter(new AnsweringAdapter(SizingRun::answer))
                .clock(clock)
                .scheduler(clock)
                .seed(seed)
                .target(AnsweringAdapter.target("a"))
                .quotas(Quotas.builder()
                        .bucket("a", plenty, "a")
                        .rightSizing(MaxTokensPolicy.defaults())
                        .build())
                .build()) {
            for (int i = 0; i < CALLS; i++) {
                boolean isSmall = random.nextDouble() < share;
                double length = isSmall
                        ? 2_000 * Math.exp(0.3 * random.nextGaussian())
                        : 100 * Math.exp(0.5 * random.nextGaussian());
                RouteResult result = router.routeAsync(RouteRequest.builder()
                                .user("question")
                                .maxTokens(MAX_TOKENS)
                                .context(RequestContext.builder()
                                        .tenant(isSmall ? "small" : "large")
                                        .tags(Map.of("length", Long.toString(Math.min(MAX_TOKENS - 1, (long) length))))
                                        .build())
                                .build())
                        .join();
                (isSmall ? small : others).add(result);
                clock.advance(Duration.ofMillis(100));
            }
        }
    }

    private static ModelResponse answer(ProviderCall call) {
        long length = Long.parseLong(call.request().context().tags().get("length"));
        int most = call.request().parameters().maxTokens().orElse(MAX_TOKENS);
        return ModelResponse.builder(
                        List.of(new Content.Text("answer")),
                        length > most ? StopReason.MAX_TOKENS : StopReason.END_TURN)
                .usage(TokenUsage.of(10, Math.min(length, most)))
                .build();
    }
}
