package dev.hybridrouter.core.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A burst of 67 calls in a second, on a quota with room for 40 of them at once, which cost a third of what they hold: calls
 * that ask the twin and wait in a queue are all done within seconds, and at most one of them is throttled, by which the twin
 * learns that the minute does not refill.
 */
class BurstTest {
    private static final int BURST = 67;
    private static final long INPUT = 1_500;
    private static final long MAX_TOKENS = 4_096;
    private static final long OUTPUT = 60;
    private static final long LIMIT = 40 * (INPUT + MAX_TOKENS);
    private static final Duration WORK = Duration.ofSeconds(1);

    private final ManualClock clock = ManualClock.create();
    private final QuotaTwin twin =
            QuotaTwin.of(QuotaLimits.builder().tokensPerMinute(LIMIT).build(), QuotaPolicy.defaults(), 0);
    private final Deque<Integer> queue = new ArrayDeque<>();
    private int done;
    private int throttles;

    static Stream<Named<ReferenceMinute>> minutes() {
        return Stream.of(
                Named.of(
                        "by the clock",
                        ReferenceMinute.byTheClock(Duration.ofSeconds(59).toNanos())),
                Named.of("last 60 s", ReferenceMinute.last60()),
                Named.of("refilling", ReferenceMinute.refilling(LIMIT)));
    }

    private void drain(ReferenceMinute provider) {
        while (!queue.isEmpty()) {
            QuotaAdmission admission = twin.tryAdmit(INPUT, MAX_TOKENS, clock.nanoTime());
            if (admission instanceof QuotaRefusal refusal) {
                clock.schedule(() -> drain(provider), refusal.waitNanos());
                return;
            }
            send(provider, queue.remove(), (QuotaHold) admission);
        }
    }

    private void send(ReferenceMinute provider, int call, QuotaHold hold) {
        long began = clock.nanoTime();
        if (provider.used(began) + hold.tokens() > LIMIT) {
            throttles++;
            hold.throttled(began);
            queue.addFirst(call);
            return;
        }
        provider.change(began, hold.tokens(), began);
        clock.schedule(
                () -> {
                    long now = clock.nanoTime();
                    provider.change(began, OUTPUT - MAX_TOKENS, now);
                    hold.settle(INPUT, 0, OUTPUT, now);
                    done++;
                    drain(provider);
                },
                WORK.toNanos());
    }

    @ParameterizedTest
    @MethodSource("minutes")
    void burst_isServedWithAlmostNoThrottle(ReferenceMinute provider) {
        for (int call = 0; call < BURST; call++) {
            queue.add(call);
            drain(provider);
            clock.advance(Duration.ofSeconds(1).dividedBy(BURST));
        }
        assertThat(twin.view(clock.nanoTime()).refusals())
                .as("calls that had to wait")
                .isPositive();
        clock.advance(Duration.ofSeconds(4));
        assertThat(done).isEqualTo(BURST);
        assertThat(throttles).isLessThanOrEqualTo(1);
        assertThat(twin.view(clock.nanoTime()).inFlight()).isZero();
    }
}
