package dev.hybridrouter.benchmarks.promise;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.ErrorLimit;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.spi.cache.AnswerComparison.Verdict;
import dev.hybridrouter.spi.cache.Embedder;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.cache.EmbeddingCall;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * In how many routers is a similar answer ever served although more of them are wrong than the error limit of 2 % allows? 100 seeds from 1,
 * so many would-be hits each as the argument says, or 5,000; each is wrong independently of the others.
 */
public final class ErrorLimitRun {
    private static final double LIMIT = 0.02;
    private static final int SEEDS = 100;
    private static final ModelResponse ANSWER = ModelResponse.builder(
                    List.of(new Content.Text("answer")), StopReason.END_TURN)
            .usage(TokenUsage.of(1, 1))
            .build();

    private ErrorLimitRun() {}

    /** Prints a line for each true share of wrong hits. */
    public static void main(String[] arguments) {
        int hits = arguments.length == 0 ? 5_000 : Integer.parseInt(arguments[0]);
        System.out.printf(Locale.ROOT, "%12s %16s %14s%n", "truly wrong", "seeds that serve", "hits served");
        for (double wrong : new double[] {0.005, 0.01, 0.02, 0.025}) {
            int serving = 0;
            long served = 0;
            for (int seed = 1; seed <= SEEDS; seed++) {
                long of = served(wrong, seed, hits);
                serving += of > 0 ? 1 : 0;
                served += of;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%11.2f%% %15d%% %13.2f%%%n",
                    100 * wrong,
                    100 * serving / SEEDS,
                    100.0 * served / ((long) SEEDS * hits));
        }
    }

    private static long served(double wrong, long seed, int hits) {
        SplittableRandom random = new SplittableRandom(seed);
        ManualClock clock = ManualClock.create();
        ErrorLimit limit = ErrorLimit.of(
                LIMIT,
                (request, similar, real) -> CompletableFuture.completedFuture(
                        random.nextDouble() < wrong ? Verdict.DIFFERENT : Verdict.ALIKE));
        long served = 0;
        try (HybridRouter router = HybridRouterBuilder.create()
                .adapter(new AnsweringAdapter(call -> ANSWER))
                .clock(clock)
                .scheduler(clock)
                .seed(seed)
                .target(AnsweringAdapter.target("a"))
                .cache(CachePolicy.builder()
                        .maxBytes(100_000)
                        .semantic(SemanticPolicy.builder(new AlikeEmbedder(), 0.95)
                                .errorLimit(limit)
                                .build())
                        .build())
                .build()) {
            for (int i = 0; i <= hits; i++) {
                RouteResult result =
                        router.routeAsync(RouteRequest.of("question " + i)).join();
                served += result.decision().cache().kind() == CacheUse.Kind.SIMILAR ? 1 : 0;
                clock.advance(Duration.ofMillis(1));
            }
        }
        return served;
    }

    /** Finds all questions alike. */
    private static final class AlikeEmbedder implements Embedder {
        @Override
        public String model() {
            return "alike";
        }

        @Override
        public int dimensions() {
            return 2;
        }

        @Override
        public Optional<Money> pricePerMillionTokens() {
            return Optional.of(Money.ZERO);
        }

        @Override
        public CompletionStage<Embedding> embed(EmbeddingCall call) {
            return CompletableFuture.completedFuture(Embedding.of(new float[] {1, 1}, 1));
        }
    }
}
