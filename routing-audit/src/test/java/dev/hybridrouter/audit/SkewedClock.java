package dev.hybridrouter.audit;

import dev.hybridrouter.spi.RouterClock;
import java.time.Duration;
import java.time.Instant;

/** A host's clock that somebody sets. */
final class SkewedClock implements RouterClock {
    private final RouterClock right;
    private Duration skew = Duration.ZERO;

    SkewedClock(RouterClock right) {
        this.right = right;
    }

    void jump(Duration by) {
        skew = skew.plus(by);
    }

    @Override
    public long nanoTime() {
        return right.nanoTime();
    }

    @Override
    public Instant instant() {
        return right.instant().plus(skew);
    }
}
