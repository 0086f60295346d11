package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** How fast an answer is written: delay before the first byte, words per delta, gap between frames. */
record Pacing(Duration firstByteDelay, int chunkWords, Duration chunkGap) {
    static final Pacing IMMEDIATE = new Pacing(Duration.ZERO, 1, Duration.ZERO);

    Pacing {
        checkDelay("firstByteDelay", firstByteDelay);
        checkDelay("chunkGap", chunkGap);
        if (chunkWords < 1) {
            throw new IllegalArgumentException("chunkSize: " + chunkWords + " (expected: >= 1)");
        }
    }

    Pacing firstByteDelay(Duration delay) {
        return new Pacing(delay, chunkWords, chunkGap);
    }

    Pacing chunkWords(int words) {
        return new Pacing(firstByteDelay, words, chunkGap);
    }

    Pacing chunkGap(Duration gap) {
        return new Pacing(firstByteDelay, chunkWords, gap);
    }

    static Duration checkDelay(String name, Duration delay) {
        if (requireNonNull(delay, name).isNegative()) {
            throw new IllegalArgumentException(name + ": " + delay + " (expected: >= 0)");
        }
        return delay;
    }
}
