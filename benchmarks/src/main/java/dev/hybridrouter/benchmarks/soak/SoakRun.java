package dev.hybridrouter.benchmarks.soak;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.audit.AuditFiles;
import dev.hybridrouter.audit.AuditKey;
import dev.hybridrouter.audit.AuditLog;
import dev.hybridrouter.audit.Overflow;
import dev.hybridrouter.audit.Pseudonyms;
import dev.hybridrouter.bedrock.BedrockAdapter;
import dev.hybridrouter.benchmarks.load.EmulatorProcess;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.quota.MaxTokensPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.guard.PiiAction;
import dev.hybridrouter.guard.PiiGuard;
import dev.hybridrouter.guard.PiiPolicy;
import dev.hybridrouter.journal.JournaledLedger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Routes for minutes with every feature on and all faults mixed, and measures every half minute what the process holds. Exits
 * with 1 if heap, threads, descriptors, meters or entries of maps grow from the middle third of the run to the last.
 *
 * <p>Arguments: minutes, requests a second, seed.
 */
public final class SoakRun {
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int LEAST_MINUTES = 2;
    private static final int KEY_DIGITS = 64;
    private static final double NANOS_PER_MINUTE = 6e10;

    private final int minutes;
    private final int perSecond;
    private final long seed;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private SoakRun(int minutes, int perSecond, long seed) {
        if (minutes < LEAST_MINUTES) {
            throw new IllegalArgumentException("minutes: " + minutes + " (expected: >= " + LEAST_MINUTES + ")");
        }
        this.minutes = minutes;
        this.perSecond = perSecond;
        this.seed = seed;
    }

    /** Runs and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        SoakRun run = arguments.length == 3
                ? new SoakRun(
                        Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]))
                : new SoakRun(10, 2_000, 1);
        if (!run.isFlat()) {
            System.exit(1);
        }
    }

    private boolean isFlat() throws IOException, InterruptedException {
        LogCounts log = LogCounts.install();
        java.nio.file.Path directory = Files.createTempDirectory("soak");
        AuditKey key = AuditKey.ofHex("soak", "0".repeat(KEY_DIGITS));
        try (EmulatorProcess emulator = EmulatorProcess.start(12, 5);
                BedrockAdapter bedrock = bedrock(emulator);
                JournaledLedger ledger = JournaledLedger.builder(directory.resolve("ledger"))
                        .pendingFor(Duration.ofSeconds(20))
                        .maxAccounts(20_000)
                        .open();
                AuditLog audit = AuditLog.builder(
                                AuditFiles.builder(directory.resolve("audit"))
                                        .rotateAt(16L << 20)
                                        .keepFor(Duration.ofHours(1))
                                        .open(),
                                Overflow.DROP,
                                Pseudonyms.under(key))
                        .userTag("user")
                        .build();
                HybridRouter router = router(bedrock, ledger, audit)) {
            return measure(router, log);
        }
    }

    private static BedrockAdapter bedrock(EmulatorProcess emulator) {
        return BedrockAdapter.builder()
                .region("eu-central-1")
                .endpoint(emulator.endpoint())
                .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("made", "up")))
                .build();
    }

    private HybridRouter router(BedrockAdapter bedrock, JournaledLedger ledger, AuditLog audit) {
        return HybridRouterBuilder.create()
                .adapter(new FaultyAdapter(seed))
                .adapter(bedrock)
                .target(faulty("frankfurt", Path.DIRECT))
                .target(faulty("dublin", Path.DIRECT))
                .target(faulty("server", Path.MCP))
                .target(Target.builder("emulated", bedrock.id(), "eu.anthropic.claude-sonnet-4-5-20250929-v1:0")
                        .region("eu-central-1")
                        .price(TokenPrice.perMillion("3.00", "15.00"))
                        .weight(0.1)
                        .build())
                .budgets(BudgetPolicy.of(
                        Budget.builder(
                                        "tenant",
                                        BudgetScope.tenant(),
                                        BudgetWindow.minute(ZoneOffset.UTC),
                                        Money.usd("1"))
                                .build(),
                        Budget.builder(
                                        "all",
                                        BudgetScope.everything(),
                                        BudgetWindow.hour(ZoneOffset.UTC),
                                        Money.usd("100000"))
                                .build()))
                .ledger(ledger)
                .cache(CachePolicy.builder()
                        .maxBytes(16L << 20)
                        .ttl(Duration.ofSeconds(20))
                        .partition(context -> "all")
                        .explainMisses(10_000)
                        .build())
                .affinity(AffinityPolicy.builder()
                        .maxPrefixes(10_000)
                        .ttl(Duration.ofSeconds(30))
                        .build())
                .quotas(Quotas.builder()
                        .bucket(
                                "frankfurt",
                                QuotaLimits.builder()
                                        .requestsPerMinute(1_000_000)
                                        .tokensPerMinute(1_000_000_000)
                                        .build(),
                                "frankfurt")
                        .rightSizing(MaxTokensPolicy.defaults())
                        .build())
                .guards(GuardPolicy.of(PiiGuard.of(PiiPolicy.builder()
                        .onRequest(PiiAction.REDACT)
                        .onResponse(PiiAction.REDACT)
                        .build())))
                .meterRegistry(registry)
                .listener(audit)
                .seed(seed)
                .build();
    }

    private static Target faulty(String id, Path path) {
        return Target.builder(id, FaultyAdapter.ID, "model-a")
                .region("eu-central-1")
                .path(path)
                .capabilities(EnumSet.allOf(Capability.class))
                .price(TokenPrice.perMillion("3.00", "15.00"))
                .attemptTimeout(Duration.ofMillis(250))
                .build();
    }

    private boolean measure(HybridRouter router, LogCounts log) throws InterruptedException {
        Traffic traffic = new Traffic(router, seed, perSecond);
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        long end = start + TimeUnit.MINUTES.toNanos(minutes);
        System.out.println(Sample.header());
        for (long next = start + STEP.toNanos(); next <= end; next += STEP.toNanos()) {
            traffic.runUntil(next - STEP.dividedBy(2).toNanos());
            router.killSwitch()
                    .engage(KillOrder.cancelling(KillScope.target("dublin"), KillCause.OPERATOR, "soak", "soak"));
            traffic.runUntil(next);
            router.killSwitch().reopen(KillScope.target("dublin"), 100, "soak", "soak");
            traffic.settle();
            Sample sample = Sample.take(registry);
            samples.add(sample);
            System.out.println(sample.row((System.nanoTime() - start) / NANOS_PER_MINUTE, traffic.sent()));
        }
        System.out.println(traffic.outcomes());
        log.print();
        return judge(samples);
    }

    private static boolean judge(List<Sample> samples) {
        List<Growth> growths = List.of(
                Growth.of("heap bytes", samples, Sample::heapBytes, 0.05),
                Growth.of("threads", samples, Sample::threads, 0.05),
                Growth.of("descriptors", samples, Sample::descriptors, 0.05),
                Growth.of("meters", samples, Sample::meters, 0.05), // rare outcomes have theirs when they first occur
                Growth.of("map entries", samples, Sample::nodes, 0.05));
        growths.forEach(System.out::println);
        boolean flat = growths.stream().allMatch(Growth::isFlat);
        System.out.println(
                String.format(Locale.ROOT, "%s after %d samples", flat ? "flat" : "NOT flat", samples.size()));
        return flat;
    }
}
