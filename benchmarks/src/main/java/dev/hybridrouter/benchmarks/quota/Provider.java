package dev.hybridrouter.benchmarks.quota;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One bucket of a provider, by its documented rules: a call is admitted if its input and the most output it asks for still
 * fit into the minute; while it runs it counts as that; then it counts as its input and its output at the burn-down rate.
 */
final class Provider {
    private static final double MILLI = 1e6;

    private final VirtualTime time;
    private final SplittableRandom random;
    private final Rules rules;
    private final Minute.Level level;
    private long throttles;

    Provider(VirtualTime time, SplittableRandom random, Rules rules) {
        this.time = time;
        this.random = random;
        this.rules = rules;
        this.level = rules.minute().level(rules.tokensPerMinute(), random.nextLong(TimeUnit.MINUTES.toNanos(1)));
    }

    /** What the provider promises. */
    record Rules(Minute minute, long tokensPerMinute, int burnDown) {}

    /**
     * What a call comes to.
     *
     * @param output tokens of the answer
     * @param throttled whether it was refused instead
     */
    record Answer(long output, boolean throttled) {}

    /** Sends a call; the answer comes back after its ways there and back, and its work if it is admitted. */
    void send(long input, long output, long maxTokens, Consumer<Answer> back) {
        time.after(way(), () -> arrived(input, Math.min(output, maxTokens), maxTokens, back));
    }

    private void arrived(long input, long output, long maxTokens, Consumer<Answer> back) {
        long began = time.now();
        long held = input + maxTokens;
        if (level.used(began) + held > rules.tokensPerMinute()) {
            throttles++;
            time.after(way(), () -> back.accept(new Answer(0, true)));
            return;
        }
        level.change(began, held, began);
        time.after(work(input, output), () -> {
            level.change(began, input + output * rules.burnDown() - held, time.now());
            time.after(way(), () -> back.accept(new Answer(output, false)));
        });
    }

    /** Others of the same account take so many tokens if they are there. */
    void takeForOthers(long tokens) {
        if (level.used(time.now()) + tokens <= rules.tokensPerMinute()) {
            level.change(time.now(), tokens, time.now());
        }
    }

    /** 5 to 25 ms. */
    private long way() {
        return (long) ((5 + random.nextDouble(20)) * MILLI);
    }

    /** 300 ms and 0.05 ms for each token of input to the first token, then 15 ms for each; half to one and a half of it. */
    private long work(long input, long output) {
        return (long) ((300 + 0.05 * input + 15 * output) * (0.5 + random.nextDouble()) * MILLI);
    }

    long throttles() {
        return throttles;
    }
}
