package dev.hybridrouter.benchmarks.quota;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.quota.MaxTokensPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What does the router itself answer within its deadlines, with a twin of the quota, with caps sized as well, and with neither?
 * On virtual time: Poisson arrivals with lognormal lengths, or a trace. Takes the first of three seeds, or none for 101, and
 * perhaps the file of a trace. All chance is seeded.
 */
public final class RouterQuotaRun {
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long TOKENS_PER_MINUTE = 900_000;
    private static final int MAX_TOKENS = 4_096;
    private static final int BURN_DOWN = 5;
    private static final int CALLS = 3_000;
    private static final int SEEDS = 3;
    private static final String CHARACTER = "x";

    private final VirtualTime time = new VirtualTime();
    private final Provider provider;
    private final SplittableRandom random;
    private final HybridRouter router;
    private final long tokensPerMinute;
    private long answered;
    private long tokens;
    private long late;
    private long refused;

    private enum Way {
        NEITHER,
        TWIN,
        TWIN_AND_SIZING
    }

    private RouterQuotaRun(Minute minute, long tokensPerMinute, Way way, long seed) {
        this.tokensPerMinute = tokensPerMinute;
        random = new SplittableRandom(seed);
        provider = new Provider(time, random.split(), new Provider.Rules(minute, tokensPerMinute, BURN_DOWN));
        HybridRouterBuilder builder = HybridRouterBuilder.create()
                .adapter(new Adapter())
                .clock(new Clock())
                .scheduler(scheduler())
                .seed(seed)
                .target(Target.builder("a", "provider", "model").build());
        if (way != Way.NEITHER) {
            Quotas.Builder quotas = Quotas.builder()
                    .bucket(
                            "a",
                            QuotaLimits.builder()
                                    .tokensPerMinute(tokensPerMinute)
                                    .outputBurnDown(BURN_DOWN)
                                    .modelMaxTokens(MAX_TOKENS)
                                    .build(),
                            "a");
            builder.quotas(
                    way == Way.TWIN
                            ? quotas.build()
                            : quotas.rightSizing(MaxTokensPolicy.defaults()).build());
        }
        router = builder.build();
    }

    /** Prints a line for each setting. */
    public static void main(String[] arguments) throws IOException {
        long seed = arguments.length < 1 ? 101 : Long.parseLong(arguments[0]);
        Trace trace = arguments.length < 2 ? null : Trace.read(Path.of(arguments[1]));
        System.out.printf(
                Locale.ROOT,
                "%-14s %6s %8s %-16s %9s %11s %7s %8s %9s%n",
                "minute",
                "load",
                "unseen",
                "way",
                "answered",
                "tokens",
                "late",
                "refused",
                "throttles");
        for (Minute minute : Minute.values()) {
            for (double load : new double[] {0.8, 1.2}) {
                for (double unseen : new double[] {0, 0.1}) {
                    for (Way way : Way.values()) {
                        print(minute, load, unseen, way, seed, trace);
                    }
                }
            }
        }
    }

    private static void print(
            Minute minute, double load, double unseen, Way way, long firstSeed, @Nullable Trace trace) {
        long answered = 0;
        long tokens = 0;
        long late = 0;
        long refused = 0;
        long throttles = 0;
        long tokensPerMinute = trace == null ? TOKENS_PER_MINUTE : (long) (perMinute(trace) / load);
        for (long seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
            RouterQuotaRun run = new RouterQuotaRun(minute, tokensPerMinute, way, seed);
            run.play(trace == null ? run.poisson(load) : trace, unseen);
            answered += run.answered;
            tokens += run.tokens;
            late += run.late;
            refused += run.refused;
            throttles += run.provider.throttles();
        }
        System.out.printf(
                Locale.ROOT,
                "%-14s %6.2f %8.2f %-16s %9d %11d %7d %8d %9d%n",
                minute,
                load,
                unseen,
                way,
                answered,
                tokens,
                late,
                refused,
                throttles);
    }

    private static double charge(Trace.Call call) {
        return call.input() + (double) BURN_DOWN * Math.min(MAX_TOKENS, call.output());
    }

    /** What the calls of a trace are charged with in a minute, on average. */
    private static double perMinute(Trace trace) {
        List<Trace.Call> calls = trace.calls();
        double minutes = (double) calls.get(calls.size() - 1).arrival() / MINUTE;
        return calls.stream().mapToDouble(RouterQuotaRun::charge).sum() / minutes;
    }

    private Trace poisson(double load) {
        List<Trace.Call> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            long input = Math.min(8_000, (long) Math.exp(7 + 0.8 * random.nextGaussian()));
            long output = Math.min(MAX_TOKENS, (long) Math.exp(5 + 0.7 * random.nextGaussian()));
            calls.add(new Trace.Call(0, input, output));
        }
        double mean =
                calls.stream().mapToDouble(RouterQuotaRun::charge).average().orElseThrow();
        double gap = mean / (load * tokensPerMinute) * MINUTE;
        double at = 0;
        for (int i = 0; i < CALLS; i++) {
            at -= gap * Math.log(1 - random.nextDouble());
            calls.set(
                    i,
                    new Trace.Call((long) at, calls.get(i).input(), calls.get(i).output()));
        }
        return new Trace(calls);
    }

    private void play(Trace trace, double unseen) {
        List<Trace.Call> calls = trace.calls();
        calls.forEach(call -> time.at(call.arrival(), () -> request(call.input(), call.output())));
        long end = calls.get(calls.size() - 1).arrival() + MINUTE;
        for (long second = 0; unseen > 0 && second < end; second += SECOND) {
            time.at(second, () -> provider.takeForOthers((long) (unseen * tokensPerMinute / 60)));
        }
        time.runUntil(end);
        router.close();
    }

    private void request(long input, long output) {
        RouteRequest request = RouteRequest.builder()
                .user(CHARACTER.repeat((int) (4 * input)))
                .maxTokens(MAX_TOKENS)
                .context(RequestContext.builder()
                        .deadline(Duration.ofSeconds(30))
                        .tags(Map.of("input", Long.toString(input), "output", Long.toString(output)))
                        .build())
                .build();
        var unused =
                router.routeAsync(request).whenComplete((result, thrown) -> ended(result, input + BURN_DOWN * output));
    }

    private void ended(RouteResult result, long charge) {
        if (result instanceof RouteResult.Answered) {
            answered++;
            tokens += charge;
        } else if (result instanceof RouteResult.Failed failed
                && failed.failure().kind() == FailureKind.TIMEOUT) {
            late++;
        } else {
            refused++;
        }
    }

    private final class Clock implements RouterClock {
        @Override
        public long nanoTime() {
            return time.now();
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(time.now());
        }
    }

    private TaskScheduler scheduler() {
        return (task, delay) -> {
            boolean[] cancelled = new boolean[1];
            time.after(Math.max(0, delay), () -> {
                if (!cancelled[0]) {
                    task.run();
                }
            });
            return () -> cancelled[0] = true;
        };
    }

    private final class Adapter implements ProviderAdapter {
        @Override
        public String id() {
            return "provider";
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.allOf(Capability.class);
        }

        @Override
        public void check(Target target) {}

        @Override
        public CompletableFuture<ModelResponse> call(ProviderCall call) {
            long output = Long.parseLong(call.request().context().tags().get("output"));
            long input = Long.parseLong(call.request().context().tags().get("input"));
            int most = call.request().parameters().maxTokens().orElse(MAX_TOKENS);
            CompletableFuture<ModelResponse> future = new CompletableFuture<>();
            provider.send(input, output, most, answer -> {
                if (answer.throttled()) {
                    future.completeExceptionally(
                            new ProviderException(ProviderFailure.of(FailureKind.THROTTLED, "over the quota")));
                } else {
                    boolean cut = answer.output() < output;
                    future.complete(ModelResponse.builder(
                                    List.of(new Content.Text("answer")),
                                    cut ? StopReason.MAX_TOKENS : StopReason.END_TURN)
                            .usage(TokenUsage.of(input, answer.output()))
                            .build());
                }
            });
            return future;
        }

        @Override
        public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
            throw new UnsupportedOperationException("stream: not offered (expected: route)");
        }

        @Override
        public void close() {}
    }
}
