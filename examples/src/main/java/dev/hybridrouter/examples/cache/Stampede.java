package dev.hybridrouter.examples.cache;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.bedrock.BedrockAdapter;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Reply;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/**
 * 200 identical streams at once, served by one provider call; then one more, served from memory; then one of another
 * tenant, which shares nothing. Ends with 0 if each got the whole answer and the provider was called twice, else with 1.
 */
public final class Stampede {
    private static final String REGION = "eu-central-1";
    private static final int STREAMS = 200;
    private static final int THREADS = 16;
    private static final String ANSWER =
            "A cache remembers what was answered. Ask again, and nobody has to think twice.";
    private static final String ROW = "%-28s %8s %8s %8s %8s %10s %10s %14s%n";

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final PrintStream out;

    private Stampede(PrintStream out) {
        this.out = out;
    }

    /** Runs the example on the terminal. */
    public static void main(String[] args) throws InterruptedException {
        if (!run(System.out)) {
            System.exit(1);
        }
    }

    /** Returns whether all got the whole answer from as few calls as possible. */
    static boolean run(PrintStream out) throws InterruptedException {
        return new Stampede(out).run();
    }

    private boolean run() throws InterruptedException {
        emulator.onOtherModels().reply(Reply.text(ANSWER).chunkSize(4).chunkGap(Duration.ofMillis(25)));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (HybridRouter router = router()) {
            out.printf(Locale.ROOT, ROW, "", "streams", "missed", "joined", "hit", "whole", "calls", "saved");
            boolean whole = round(router, threads, "200 at once", "acme", STREAMS)
                    && round(router, threads, "one more, later", "acme", 1)
                    && round(router, threads, "one of another tenant", "umbrella", 1);
            int calls = emulator.requests().size();
            out.printf(Locale.ROOT, "%nThe provider was called %d times for %d streams.%n", calls, STREAMS + 2);
            return whole && calls == 2;
        } finally {
            threads.shutdown();
            emulator.close();
        }
    }

    private HybridRouter router() {
        BedrockAdapter bedrock = BedrockAdapter.builder()
                .region(REGION)
                .endpoint(emulator.endpoint())
                .credentials(AnonymousCredentialsProvider.create())
                .build();
        return HybridRouterBuilder.create()
                .adapter(bedrock)
                .target(Target.builder("claude", bedrock.id(), "eu.anthropic.claude-sonnet-4-5-20250929-v1:0")
                        .region(REGION)
                        .capabilities(EnumSet.of(Capability.STREAMING))
                        .price(TokenPrice.perMillion("3.30", "16.50"))
                        .build())
                .cache(CachePolicy.defaults())
                .build();
    }

    private boolean round(HybridRouter router, ExecutorService threads, String name, String tenant, int streams)
            throws InterruptedException {
        int before = emulator.requests().size();
        List<Reader> readers =
                IntStream.range(0, streams).mapToObj(i -> new Reader()).toList();
        CountDownLatch subscribed = new CountDownLatch(streams);
        for (Reader reader : readers) {
            threads.execute(() -> {
                router.stream(question(tenant)).subscribe(reader);
                subscribed.countDown();
            });
        }
        subscribed.await();
        List<RouteResult> results =
                readers.stream().map(reader -> reader.result().join()).toList();
        long whole =
                readers.stream().filter(reader -> reader.text().equals(ANSWER)).count();
        report(name, results, whole, emulator.requests().size() - before);
        return whole == streams;
    }

    private static RouteRequest question(String tenant) {
        return RouteRequest.builder()
                .user("What is a cache?")
                .context(RequestContext.builder().tenant(tenant).build())
                .build();
    }

    private void report(String name, List<RouteResult> results, long whole, int calls) {
        Map<CacheUse.Kind, Integer> uses = new EnumMap<>(CacheUse.Kind.class);
        Money saved = Money.ZERO;
        for (RouteResult result : results) {
            CacheUse use = result.decision().cache();
            uses.merge(use.kind(), 1, Integer::sum);
            saved = saved.plus(use.saved().orElse(Money.ZERO));
        }
        out.printf(
                Locale.ROOT,
                ROW,
                name,
                results.size(),
                uses.getOrDefault(CacheUse.Kind.MISSED, 0),
                uses.getOrDefault(CacheUse.Kind.JOINED, 0),
                uses.getOrDefault(CacheUse.Kind.HIT, 0),
                whole,
                calls,
                saved);
    }
}
