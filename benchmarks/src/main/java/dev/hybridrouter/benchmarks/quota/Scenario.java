package dev.hybridrouter.benchmarks.quota;

import dev.hybridrouter.core.internal.quota.MaxTokensSizer;
import dev.hybridrouter.core.internal.quota.QuotaTwin;
import dev.hybridrouter.core.quota.MaxTokensPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import dev.hybridrouter.core.quota.QuotaWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One world in which a trace is replayed.
 *
 * @param rules of each bucket
 * @param buckets how many there are
 * @param foreign the share of each bucket that others take, in small calls all the time
 * @param maxTokens the cap a caller sets
 * @param sized whether caps are learned
 */
record Scenario(Provider.Rules rules, int buckets, double foreign, long maxTokens, boolean sized) {
    private static final int SDK_ATTEMPTS = 3;
    private static final int MANY_ATTEMPTS = 1_000;
    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(30);
    private static final long FOREIGN_PACE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FOREIGN_CALLS_PER_MINUTE = TimeUnit.MINUTES.toNanos(1) / FOREIGN_PACE;

    /** Replays the trace once. */
    Tally run(Trace trace, Way way, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualTime time = new VirtualTime();
        List<Provider> providers = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            providers.add(new Provider(time, random.split(), rules));
        }
        Client client = client(way, time, providers, random.split());
        for (Trace.Call call : trace.calls()) {
            time.at(call.arrival(), () -> client.request(call));
        }
        long end = trace.calls().get(trace.calls().size() - 1).arrival() + 4 * DEADLINE;
        others(time, providers, random.split(), end);
        time.runUntil(end);
        providers.forEach(provider -> client.tally.throttled(provider.throttles()));
        return client.tally;
    }

    private Client client(Way way, VirtualTime time, List<Provider> providers, SplittableRandom random) {
        MaxTokensSizer sizer = sized ? new MaxTokensSizer(MaxTokensPolicy.defaults()) : null;
        Client.Setting setting = new Client.Setting(time, providers, DEADLINE, maxTokens, sizer);
        if (way == Way.WITHOUT || way == Way.PATIENT) {
            return new RetryingClient(setting, way == Way.WITHOUT ? SDK_ATTEMPTS : MANY_ATTEMPTS, random);
        }
        QuotaPolicy policy =
                QuotaPolicy.builder().window(QuotaWindow.valueOf(way.name())).build();
        QuotaLimits limits = QuotaLimits.builder()
                .tokensPerMinute(rules.tokensPerMinute())
                .outputBurnDown(rules.burnDown())
                .build();
        return new TwinClient(
                setting,
                providers.stream()
                        .map(provider -> QuotaTwin.of(limits, policy, 0))
                        .toList());
    }

    private void others(VirtualTime time, List<Provider> providers, SplittableRandom random, long end) {
        double mean = foreign * rules.tokensPerMinute() / FOREIGN_CALLS_PER_MINUTE;
        for (long at = 0; foreign > 0 && at < end; at += FOREIGN_PACE) {
            for (Provider provider : providers) {
                long tokens = (long) (2 * mean * random.nextDouble());
                time.at(at, () -> provider.takeForOthers(tokens));
            }
        }
    }
}
