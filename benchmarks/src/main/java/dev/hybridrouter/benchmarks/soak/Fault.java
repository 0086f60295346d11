package dev.hybridrouter.benchmarks.soak;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.ProviderException;
import java.time.Duration;
import java.util.SplittableRandom;

/** What may go wrong at a provider, and how often of ten thousand calls. */
enum Fault {
    NONE(9399),
    THROTTLED(100),
    THROTTLED_FOR_LONG(1),
    SERVER_ERROR(150),
    UNAVAILABLE(100),
    REFUSED(50),
    /** It never answers. */
    SILENCE(50),
    /** A stream breaks after its first content, a call at once. */
    BROKEN(100),
    /** An answer ends without a stop message. */
    UNFINISHED(20),
    /** It claims that it used a hundred million tokens. */
    HOSTILE_USAGE(10),
    /** It sends more than was asked for. */
    FLOOD(10),
    /** The adapter breaks its contract. */
    THROWN(10);

    private static final int OF = 10_000;
    private static final Fault[] BY_CHANCE = byChance();

    private final int share;

    Fault(int share) {
        this.share = share;
    }

    private static Fault[] byChance() {
        Fault[] drawn = new Fault[OF];
        int next = 0;
        for (Fault fault : values()) {
            for (int i = 0; i < fault.share; i++) {
                drawn[next++] = fault;
            }
        }
        return drawn;
    }

    static Fault draw(SplittableRandom chance) {
        return BY_CHANCE[chance.nextInt(OF)];
    }

    /** What a call fails with at once. */
    ProviderException failure() {
        return new ProviderException(
                switch (this) {
                    case THROTTLED -> throttled(Duration.ofMillis(200));
                    case THROTTLED_FOR_LONG -> throttled(Duration.ofSeconds(20));
                    case UNAVAILABLE -> ProviderFailure.of(FailureKind.UNAVAILABLE, "made up");
                    case REFUSED -> ProviderFailure.of(FailureKind.UNSUPPORTED, "made up");
                    case BROKEN, UNFINISHED -> ProviderFailure.of(FailureKind.STREAM_BROKEN, "made up");
                    default -> ProviderFailure.of(FailureKind.SERVER_ERROR, "made up");
                });
    }

    private static ProviderFailure throttled(Duration retryAfter) {
        return ProviderFailure.builder(FailureKind.THROTTLED, "made up")
                .retryAfter(retryAfter)
                .build();
    }
}
