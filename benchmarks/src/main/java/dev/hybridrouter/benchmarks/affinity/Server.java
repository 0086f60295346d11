package dev.hybridrouter.benchmarks.affinity;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.test.ManualClock;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * One target's provider: so many calls at once, a queue in order of arrival, and a prompt cache of blocks with a time to
 * live that each use renews. Shares no code with the router.
 */
final class Server {
    /** Assumed: a hosted model reads 8,000 tokens a second and writes 50, give or take a fifth. */
    private static final double NANOS_PER_INPUT = 1e9 / 8_000;

    private static final double NANOS_PER_OUTPUT = 1e9 / 50;
    private static final double SPREAD = 0.4;

    /** Shortest prefix that is cached, in tokens. */
    private static final int MINIMUM = 1_024;

    private static final long HASH_FACTOR = 0x100000001B3L;

    private final ManualClock clock;
    private final SplittableRandom random;
    private final Scenario scenario;
    private final int slots;
    private final Tally tally;
    private final Map<Long, Long> keptUntil = new HashMap<>();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private int busy;

    Server(ManualClock clock, SplittableRandom random, Scenario scenario, int slots, Tally tally) {
        this.clock = clock;
        this.random = random;
        this.scenario = scenario;
        this.slots = slots;
        this.tally = tally;
    }

    CompletableFuture<ModelResponse> serve(Conversations.Call call) {
        CompletableFuture<ModelResponse> answer = new CompletableFuture<>();
        long arrived = clock.nanoTime();
        Runnable begin = () -> {
            tally.waited(clock.nanoTime() - arrived);
            begin(call, answer);
        };
        if (busy < slots) {
            busy++;
            begin.run();
        } else {
            queue.add(begin);
        }
        return answer;
    }

    private void begin(Conversations.Call call, CompletableFuture<ModelResponse> answer) {
        int cached = cachedTokens(call);
        tally.cached(cached);
        int toRead = scenario.faster() ? call.input() - cached : call.input();
        long reading = (long) (toRead * NANOS_PER_INPUT);
        double pace = 1 - SPREAD / 2 + SPREAD * random.nextDouble();
        long writing = (long) (call.output() * NANOS_PER_OUTPUT * pace);
        clock.schedule(() -> keep(call), reading);
        clock.schedule(() -> end(call, cached, answer), reading + writing);
    }

    private int cachedTokens(Conversations.Call call) {
        long now = clock.nanoTime();
        long prefix = 0;
        int blocks = 0;
        for (int block : call.blocks()) {
            prefix = prefix * HASH_FACTOR + block + 1;
            if (keptUntil.getOrDefault(prefix, Long.MIN_VALUE) <= now) {
                break;
            }
            blocks++;
        }
        int tokens = Math.min(blocks * Conversations.BLOCK_TOKENS, call.input());
        return tokens < MINIMUM ? 0 : tokens;
    }

    private void keep(Conversations.Call call) {
        if (call.input() < MINIMUM) {
            return;
        }
        long until = clock.nanoTime() + scenario.ttl().toNanos();
        long prefix = 0;
        for (int block : call.blocks()) {
            prefix = prefix * HASH_FACTOR + block + 1;
            keptUntil.put(prefix, until);
        }
    }

    private void end(Conversations.Call call, int cached, CompletableFuture<ModelResponse> answer) {
        Runnable next = queue.poll();
        if (next == null) {
            busy--;
        }
        answer.complete(ModelResponse.builder(List.of(Content.text("ok")), StopReason.END_TURN)
                .usage(usage(call, cached))
                .build());
        if (next != null) {
            next.run();
        }
    }

    private static TokenUsage usage(Conversations.Call call, int cached) {
        boolean caches = call.input() >= MINIMUM;
        return TokenUsage.builder()
                .input(caches ? 0 : call.input())
                .cacheRead(cached)
                .cacheWrite(caches ? call.input() - cached : 0)
                .output(call.output())
                .build();
    }
}
