package dev.hybridrouter.core;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/**
 * An adapter in virtual time whose targets fail as often as its mix says. A target that crashes fails what it has in
 * flight, and lets calls wait while it comes back, as the MCP adapter does.
 */
final class ShakyAdapter implements ProviderAdapter {
    /**
     * What goes wrong.
     *
     * @param errors share of calls that end as a server error, half the time of an answer later
     * @param hangs share of calls that never end by themselves
     * @param crashEvery time from crash to crash of a target; null if it never crashes
     */
    record Mix(double errors, double hangs, Duration crashEvery) {}

    private static final Duration RESTART = Duration.ofSeconds(1);
    private static final int FASTEST_MILLIS = 300;
    private static final int SLOWEST_MILLIS = 1_500;

    private final String id;
    private final ManualClock clock;
    private final Mix mix;
    private final SplittableRandom random;
    private final Map<String, Map<Long, CompletableFuture<ModelResponse>>> inFlight = new HashMap<>();
    private final Map<String, Long> backAt = new HashMap<>();
    private long made;

    ShakyAdapter(String id, ManualClock clock, Mix mix, long seed) {
        this.id = id;
        this.clock = clock;
        this.mix = mix;
        this.random = new SplittableRandom(seed);
    }

    /** Lets the targets crash in turn, evenly spread over the time from crash to crash. */
    void crashing(List<String> targets) {
        for (int place = 0; place < targets.size(); place++) {
            String target = targets.get(place);
            long first = mix.crashEvery().toNanos() * (place + 1) / targets.size();
            clock.schedule(() -> crash(target), first);
        }
    }

    private void crash(String target) {
        backAt.put(target, clock.nanoTime() + RESTART.toNanos());
        List.copyOf(inFlight.getOrDefault(target, Map.of()).values())
                .forEach(call -> fail(call, FailureKind.STREAM_BROKEN));
        clock.schedule(() -> crash(target), mix.crashEvery().toNanos());
    }

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        String target = call.target().id().value();
        CompletableFuture<ModelResponse> future = new CompletableFuture<>();
        Map<Long, CompletableFuture<ModelResponse>> calls =
                inFlight.computeIfAbsent(target, key -> new LinkedHashMap<>());
        long number = made++;
        calls.put(number, future);
        var unused = future.whenComplete((response, error) -> calls.remove(number));
        clock.schedule(() -> fail(future, FailureKind.TIMEOUT), call.timeLimit().toNanos());
        long wait = Math.max(0, backAt.getOrDefault(target, clock.nanoTime()) - clock.nanoTime());
        long answering = Duration.ofMillis(random.nextLong(FASTEST_MILLIS, SLOWEST_MILLIS))
                .toNanos();
        double fate = random.nextDouble();
        if (fate < mix.errors()) {
            clock.schedule(() -> fail(future, FailureKind.SERVER_ERROR), wait + answering / 2);
        } else if (fate >= mix.errors() + mix.hangs()) {
            clock.schedule(() -> future.complete(answer()), wait + answering);
        }
        return future;
    }

    private static ModelResponse answer() {
        return ModelResponse.builder(List.of(Content.text("done")), StopReason.END_TURN)
                .build();
    }

    private static void fail(CompletableFuture<ModelResponse> call, FailureKind kind) {
        call.completeExceptionally(new CompletionException(new ProviderException(kind, "scripted")));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void check(Target target) {}

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        throw new UnsupportedOperationException("calls only");
    }

    @Override
    public void close() {}
}
