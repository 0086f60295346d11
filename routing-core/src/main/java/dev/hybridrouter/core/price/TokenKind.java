package dev.hybridrouter.core.price;

import java.util.Locale;

/** A kind of token that has a price of its own. */
public enum TokenKind {
    /** Input outside the provider's prompt cache. */
    INPUT,
    /** Output, reasoning included. */
    OUTPUT,
    /** Input read from the prompt cache. */
    CACHE_READ,
    /** Input written to the prompt cache for five minutes. */
    CACHE_WRITE_5M,
    /** Input written to the prompt cache for an hour. */
    CACHE_WRITE_1H;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** How the kind is written in a file: {@code input}, {@code cache_write_5m}. */
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id;
    }
}
