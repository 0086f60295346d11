package dev.hybridrouter.core.price;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A kind of token that has a price of its own. */
public enum TokenKind {
    /** Input outside the provider's prompt cache. */
    INPUT(Duration.ZERO),
    /** Output, reasoning included. */
    OUTPUT(Duration.ZERO),
    /** Input read from the prompt cache. */
    CACHE_READ(Duration.ZERO),
    /** Input written to the prompt cache for five minutes. */
    CACHE_WRITE_5M(Duration.ofMinutes(5)),
    /** Input written to the prompt cache for an hour. */
    CACHE_WRITE_1H(Duration.ofHours(1));

    static final List<TokenKind> CACHE_WRITES = List.of(CACHE_WRITE_5M, CACHE_WRITE_1H);

    private final Duration timeToLive;
    private final String id = name().toLowerCase(Locale.ROOT);

    TokenKind(Duration timeToLive) {
        this.timeToLive = timeToLive;
    }

    /** How long the cache keeps what is written to it; zero for all that is no write. */
    Duration timeToLive() {
        return timeToLive;
    }

    /** How the kind is written in a file: {@code input}, {@code cache_write_5m}. */
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id;
    }
}
