package dev.hybridrouter.core.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.cache.SharedCache;
import java.time.Duration;

/**
 * How a router uses a store of answers that it shares with others. Immutable; the secret is not shown.
 *
 * <p>A router asks it after its own memory, once for all identical requests in progress, and before it calls a target. It
 * never fails a request, and holds none up for longer than the time limit.
 */
public final class SecondLevel {
    private final SharedCache cache;
    private final byte[] secret;
    private final Duration timeLimit;
    private final Duration writeTimeLimit;
    private final BreakerPolicy breaker;
    private final int maxWrites;
    private final int maxAnswerBytes;

    private SecondLevel(Builder builder) {
        cache = builder.cache;
        secret = builder.secret;
        timeLimit = builder.timeLimit;
        writeTimeLimit = builder.writeTimeLimit;
        breaker = builder.breaker;
        maxWrites = builder.maxWrites;
        maxAnswerBytes = builder.maxAnswerBytes;
    }

    /**
     * Returns a builder with all defaults.
     *
     * @param cache the store, which the host closes after the router
     * @param secret at least 32 bytes from a secure source of chance, the same for all routers that share answers; copied.
     *     Keys and pseudonyms of tenants are made with it, and answers sealed
     */
    public static Builder builder(SharedCache cache, byte[] secret) {
        return new Builder(Check.notNull(cache, "secondLevel.cache"), secret);
    }

    /** The store. */
    public SharedCache cache() {
        return cache;
    }

    /** A copy of the secret. */
    public byte[] secret() {
        return secret.clone();
    }

    /** How long a request waits for it; 50 ms by default, and never beyond the request's deadline. */
    public Duration timeLimit() {
        return timeLimit;
    }

    /** How long an answer may take to be written or removed, which no request waits for; 1 s by default. */
    public Duration writeTimeLimit() {
        return writeTimeLimit;
    }

    /** When it is no longer used, and when it is tried again; unless set, 5 failures of 10 open it, as a cache is easily missed. */
    public BreakerPolicy breaker() {
        return breaker;
    }

    /** Most answers being written at a time, beyond which they are not written; 64 by default. */
    public int maxWrites() {
        return maxWrites;
    }

    /** Size of the largest answer that is written, in bytes; 1 MiB by default. */
    public int maxAnswerBytes() {
        return maxAnswerBytes;
    }

    @Override
    public String toString() {
        return "SecondLevel[within " + timeLimit + "]";
    }

    /** Builds {@link SecondLevel}. Not thread-safe. */
    public static final class Builder {
        private static final int LEAST_SECRET_BYTES = 32;
        private static final int MEBIBYTE = 1 << 20;

        private final SharedCache cache;
        private final byte[] secret;
        private Duration timeLimit = Duration.ofMillis(50);
        private Duration writeTimeLimit = Duration.ofSeconds(1);
        private BreakerPolicy breaker =
                BreakerPolicy.builder().failures(5).window(10).build();
        private int maxWrites = 64;
        private int maxAnswerBytes = MEBIBYTE;

        private Builder(SharedCache cache, byte[] secret) {
            this.cache = cache;
            this.secret = Check.notNull(secret, "secondLevel.secret").clone();
            if (secret.length < LEAST_SECRET_BYTES) {
                throw Check.invalid(
                        "secondLevel.secret",
                        secret.length + " bytes",
                        "at least " + LEAST_SECRET_BYTES + " bytes from a secure source of chance");
            }
        }

        /** Sets how long a request waits for it. */
        public Builder timeLimit(Duration value) {
            timeLimit = Check.positive(value, "secondLevel.timeLimit");
            return this;
        }

        /** Sets how long an answer may take to be written or removed. */
        public Builder writeTimeLimit(Duration value) {
            writeTimeLimit = Check.positive(value, "secondLevel.writeTimeLimit");
            return this;
        }

        /** Sets when it is no longer used, and when it is tried again. */
        public Builder breaker(BreakerPolicy value) {
            breaker = Check.notNull(value, "secondLevel.breaker");
            return this;
        }

        /** Sets how many answers may be in writing at a time, at least 1. */
        public Builder maxWrites(int value) {
            maxWrites = Check.atLeast(1, value, "secondLevel.maxWrites");
            return this;
        }

        /** Sets the size of the largest answer that is written, in bytes. */
        public Builder maxAnswerBytes(int value) {
            maxAnswerBytes = Check.atLeast(1, value, "secondLevel.maxAnswerBytes");
            return this;
        }

        /** Returns the settings. */
        public SecondLevel build() {
            return new SecondLevel(this);
        }
    }
}
