package dev.hybridrouter.core.price;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.time.LocalDate;

/**
 * One line of a price book: a price, from when it holds, and who says so.
 *
 * @param key what it is a price of
 * @param perMillion price of a million tokens, at least 0; zero means free
 * @param validFrom first day (UTC) on which it holds, until a later line of the same key
 * @param read day on which the source was read
 * @param source where the price was found, for a person to look it up
 */
public record PriceLine(PriceKey key, Money perMillion, LocalDate validFrom, LocalDate read, String source) {
    /** Refuses negative prices and lines without a source. */
    public PriceLine {
        Check.notNull(key, "line.key");
        Check.atLeast(0, Check.notNull(perMillion, "line.perMillion").nanoUsd(), "line.perMillion");
        Check.notNull(validFrom, "line.validFrom");
        Check.notNull(read, "line.read");
        Check.notBlank(source, "source");
    }
}
