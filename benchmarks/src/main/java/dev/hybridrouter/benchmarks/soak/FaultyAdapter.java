package dev.hybridrouter.benchmarks.soak;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Answers within milliseconds, with every fault there is mixed in. Holds nothing of a call that has ended. */
final class FaultyAdapter implements ProviderAdapter {
    static final String ID = "faulty";

    private static final int MOST_MILLIS = 8;
    private static final int USUAL_PIECES = 6;
    private static final int FLOOD_PIECES = 3_000;
    private static final TokenUsage USUAL = TokenUsage.of(30, 12);
    private static final TokenUsage HOSTILE = TokenUsage.of(50_000_000, 50_000_000);

    private final long seed;
    private final AtomicLong calls = new AtomicLong();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "faulty-provider");
        thread.setDaemon(true);
        return thread;
    });

    FaultyAdapter(long seed) {
        this.seed = seed;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void check(Target target) {}

    private SplittableRandom chance() {
        return new SplittableRandom(seed + calls.incrementAndGet());
    }

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        SplittableRandom chance = chance();
        Fault fault = Fault.draw(chance);
        if (fault == Fault.THROWN) {
            throw new IllegalStateException("made up");
        }
        CompletableFuture<ModelResponse> answer = new CompletableFuture<>();
        if (fault == Fault.SILENCE) {
            return answer;
        }
        var timer = threads.schedule(() -> end(answer, fault), chance.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS);
        var unused = answer.whenComplete((response, error) -> timer.cancel(false));
        return answer;
    }

    private static void end(CompletableFuture<ModelResponse> answer, Fault fault) {
        switch (fault) {
            case NONE -> answer.complete(response(USUAL_PIECES, USUAL));
            case FLOOD -> answer.complete(response(FLOOD_PIECES, TokenUsage.of(30, 2 * FLOOD_PIECES)));
            case HOSTILE_USAGE -> answer.complete(response(USUAL_PIECES, HOSTILE));
            default -> answer.completeExceptionally(fault.failure());
        }
    }

    private static ModelResponse response(int pieces, TokenUsage usage) {
        return ModelResponse.builder(List.of(new Content.Text("made up ".repeat(pieces))), StopReason.END_TURN)
                .usage(usage)
                .build();
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        SplittableRandom chance = chance();
        Fault fault = Fault.draw(chance);
        if (fault == Fault.THROWN) {
            throw new IllegalStateException("made up");
        }
        int millis = chance.nextInt(MOST_MILLIS);
        return subscriber -> {
            PacedStream stream = new PacedStream(subscriber, events(fault), ending(fault), threads);
            subscriber.onSubscribe(stream);
            if (fault != Fault.SILENCE) {
                stream.beginAfter(millis);
            }
        };
    }

    private static List<ProviderEvent> events(Fault fault) {
        int pieces =
                switch (fault) {
                    case NONE, HOSTILE_USAGE, UNFINISHED -> USUAL_PIECES;
                    case FLOOD -> FLOOD_PIECES;
                    case BROKEN -> USUAL_PIECES / 2;
                    default -> 0;
                };
        List<ProviderEvent> events = new ArrayList<>(pieces + 1);
        for (int i = 0; i < pieces; i++) {
            events.add(new ProviderEvent.Piece(new Delta.TextDelta(0, "made up ")));
        }
        if (ending(fault) == null && fault != Fault.UNFINISHED) {
            events.add(new ProviderEvent.Finished(
                    StopReason.END_TURN, fault == Fault.HOSTILE_USAGE ? HOSTILE : TokenUsage.of(30, 2L * pieces)));
        }
        return events;
    }

    /** What a stream ends with; null if with {@code onComplete}. */
    private static @Nullable Throwable ending(Fault fault) {
        return switch (fault) {
            case NONE, FLOOD, HOSTILE_USAGE, UNFINISHED -> null;
            default -> fault.failure();
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
