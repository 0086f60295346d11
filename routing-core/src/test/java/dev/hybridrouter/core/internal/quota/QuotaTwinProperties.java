package dev.hybridrouter.core.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import dev.hybridrouter.core.quota.QuotaWindow;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of a twin over random calls, ends, throttles and steps of time. Each case follows from a seed that a failure names. */
class QuotaTwinProperties {
    private static final int CASES = 150;
    private static final int STEPS = 300;

    /** One bucket and the calls that are open at it. */
    private static final class World {
        final SplittableRandom random;
        final QuotaTwin twin;
        final long tokensPerMinute;
        final List<Open> open = new ArrayList<>();
        long now = -1_000_000_000;

        World(long seed, QuotaWindow window, double headroom) {
            random = new SplittableRandom(seed);
            tokensPerMinute = 1 + random.nextLong(random.nextBoolean() ? 1_000 : 1_000_000_000);
            QuotaLimits.Builder limits = QuotaLimits.builder().tokensPerMinute(tokensPerMinute);
            if (random.nextInt(3) == 0) {
                limits.requestsPerMinute(1 + random.nextInt(50));
            }
            if (random.nextInt(3) == 0) {
                limits.tokensPerDay(1 + random.nextLong(3 * tokensPerMinute));
            }
            QuotaPolicy policy =
                    QuotaPolicy.builder().window(window).headroom(headroom).build();
            twin = QuotaTwin.of(limits.build(), policy, now);
        }

        void passTime() {
            long most = random.nextInt(20) == 0
                    ? Duration.ofMinutes(3).toNanos()
                    : Duration.ofSeconds(4).toNanos();
            now += random.nextInt(3) == 0 ? 0 : random.nextLong(most);
        }

        long part() {
            return random.nextLong(1 + tokensPerMinute / (1 + random.nextInt(8)));
        }

        QuotaAdmission admit() {
            long input = part();
            long maxTokens = part();
            QuotaAdmission admission = twin.tryAdmit(input, maxTokens, now);
            if (admission instanceof QuotaHold hold) {
                open.add(new Open(hold, input, maxTokens, now));
            }
            return admission;
        }

        Open takeOpen() {
            return open.remove(random.nextInt(open.size()));
        }
    }

    private record Open(QuotaHold hold, long input, long maxTokens, long since) {}

    private static void run(long seed, java.util.function.LongConsumer body) {
        for (long number = 0; number < CASES; number++) {
            long caseSeed = seed * 1_000_000 + number;
            try {
                body.accept(caseSeed);
            } catch (AssertionError e) {
                throw new AssertionError("case of seed " + caseSeed, e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(QuotaWindow.class)
    void admissionNeverPassesALimit_andHoldsCloseOnce(QuotaWindow window) {
        run(1, seed -> {
            World world = new World(seed, window, 0.98);
            long closes = 0;
            for (int step = 0; step < STEPS; step++) {
                world.passTime();
                boolean admitted = false;
                if (world.open.isEmpty() || world.random.nextInt(3) > 0) {
                    admitted = world.admit() instanceof QuotaHold;
                } else {
                    Open call = world.takeOpen();
                    assertThat(close(world, call)).isTrue();
                    assertThat(close(world, call)).isFalse();
                    closes++;
                }
                QuotaView view = world.twin.view(world.now);
                boolean strict = admitted || window != QuotaWindow.LEARNED; // which may come to read a minute otherwise
                assertThat(view.levels()).allSatisfy(level -> assertThat(level.used())
                        .isBetween(0L, strict ? level.most() : Long.MAX_VALUE));
                assertThat(view.inFlight()).isEqualTo(world.open.size());
                assertThat(view.closedAgain()).isEqualTo(closes);
            }
        });
    }

    private static boolean close(World world, Open call) {
        return switch (world.random.nextInt(4)) {
            case 0 -> call.hold.release(world.now);
            case 1 -> call.hold.throttled(Duration.ofMillis(world.random.nextInt(3_000)), world.now);
            default ->
                call.hold.settle(
                        world.random.nextLong(call.input + 1), 0, world.random.nextLong(call.maxTokens + 1), world.now);
        };
    }

    @ParameterizedTest
    @EnumSource(QuotaWindow.class)
    void waitThatIsTold_isEnough_andNotTooLong(QuotaWindow window) {
        run(2, seed -> {
            World world = new World(seed, window, 0.98);
            for (int step = 0; step < STEPS; step++) {
                world.passTime();
                if (!world.open.isEmpty() && world.random.nextInt(4) == 0) {
                    close(world, world.takeOpen());
                }
                long input = world.part();
                QuotaAdmission admission = world.twin.tryAdmit(input, 0, world.now);
                if (admission instanceof QuotaHold hold) {
                    world.open.add(new Open(hold, input, 0, world.now));
                } else if (admission instanceof QuotaRefusal refusal && !refusal.isForever()) {
                    checkWait(world, refusal, input);
                }
            }
        });
    }

    private static void checkWait(World world, QuotaRefusal refusal, long input) {
        if (refusal.waitNanos() > 1) {
            world.now += refusal.waitNanos() - 1;
            assertThat(world.twin.tryAdmit(input, 0, world.now))
                    .as("a nanosecond before %s", refusal)
                    .isEqualTo(new QuotaRefusal(refusal.limit(), 1));
            world.now++;
        } else {
            world.now += refusal.waitNanos();
        }
        QuotaAdmission admission = world.twin.tryAdmit(input, 0, world.now);
        assertThat(admission).as("after %s", refusal).isInstanceOf(QuotaHold.class);
        world.open.add(new Open((QuotaHold) admission, input, 0, world.now));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5})
    void rollingTwin_isThrottledByNoKindOfMinute(long from) {
        run(from, seed -> {
            World world = new World(seed, QuotaWindow.ROLLING, 1);
            List<ReferenceMinute> minutes = List.of(
                    ReferenceMinute.byTheClock(world.random.nextLong(ReferenceMinute.MINUTE)),
                    ReferenceMinute.last60(),
                    ReferenceMinute.refilling(world.tokensPerMinute));
            replay(world, minutes);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void refillingTwin_isThrottledByNoMinuteThatRefills(long from) {
        run(from, seed -> {
            World world = new World(seed, QuotaWindow.REFILLING, 1);
            replay(world, List.of(ReferenceMinute.refilling(world.tokensPerMinute)));
        });
    }

    /** What the twin admits, each provider must have room for. */
    private static void replay(World world, List<ReferenceMinute> providers) {
        long origin = world.now;
        for (int step = 0; step < STEPS; step++) {
            world.passTime();
            long now = world.now - origin;
            if (!world.open.isEmpty() && world.random.nextBoolean()) {
                Open call = world.takeOpen();
                long output = world.random.nextLong(call.maxTokens + 1);
                call.hold.settle(call.input, 0, output, world.now);
                providers.forEach(provider -> provider.change(call.since - origin, output - call.maxTokens, now));
            } else if (world.admit() instanceof QuotaHold hold) {
                for (ReferenceMinute provider : providers) {
                    assertThat(provider.used(now) + hold.tokens()).isLessThanOrEqualTo(world.tokensPerMinute);
                    provider.change(now, hold.tokens(), now);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 9})
    void refill_isExact(long from) {
        run(from, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            long perMinute = 1 + random.nextLong(1_000_000_000);
            RefillingUsage usage = new RefillingUsage(perMinute);
            long taken = perMinute * 500; // never comes back as a whole here
            usage.change(taken, 0, 0);
            long now = 0;
            for (int step = 0; step < STEPS; step++) {
                now += random.nextLong(ReferenceMinute.MINUTE);
                if (random.nextBoolean()) {
                    long more = random.nextLong(1_000);
                    usage.change(more, now, now);
                    taken += more;
                }
                BigInteger back = BigInteger.valueOf(now)
                        .multiply(BigInteger.valueOf(perMinute))
                        .divide(BigInteger.valueOf(ReferenceMinute.MINUTE));
                assertThat(usage.at(now)).isEqualTo(taken - back.longValueExact());
            }
        });
    }
}
