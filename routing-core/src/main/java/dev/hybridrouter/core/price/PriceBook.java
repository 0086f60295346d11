package dev.hybridrouter.core.price;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.spi.BilledModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Prices as dated data: what a model costs, by region or profile, service tier, size of the request and kind of token,
 * and from which day on. What is not in the book is unpriced, which is not free. Immutable and thread-safe; a look-up
 * reads tariffs that were put together when the book was built.
 *
 * <pre>{@code
 * PriceBook book = PriceBook.bundled().plus(PriceBook.parse(reader, "our-prices.csv"));
 * Optional<Tariff> tariff = book.tariff(bedrock.billedAs(target), PriceBook.DEFAULT_TIER, LocalDate.of(2026, 11, 23));
 * }</pre>
 */
public final class PriceBook {
    /** The tier of calls that ask for none. */
    public static final String DEFAULT_TIER = BilledModel.DEFAULT_TIER;

    private static final String BUNDLED = "bedrock.csv";

    private final NavigableMap<PriceKey, NavigableMap<LocalDate, PriceLine>> lines;
    private final Map<Slot, PriceHistory> histories;

    private PriceBook(NavigableMap<PriceKey, NavigableMap<LocalDate, PriceLine>> lines) {
        this.lines = lines;
        Map<Slot, List<NavigableMap<LocalDate, PriceLine>>> slots = new HashMap<>();
        lines.forEach(
                (key, dated) -> slots.computeIfAbsent(new Slot(key.billed(), key.tier()), slot -> new ArrayList<>())
                        .add(dated));
        histories = new HashMap<>();
        slots.forEach((slot, dated) -> histories.put(slot, PriceHistory.of(dated)));
    }

    /** Where a tariff is looked up. */
    private record Slot(BilledModel billed, String tier) {}

    /** Returns a builder of a book without lines. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a book from a file in the format of docs/prices.md. Does not close the reader.
     *
     * @param name name of the file, for messages
     * @throws PriceBookException if it has bad lines; names all of them, up to 20
     * @throws IOException if the reader fails
     */
    public static PriceBook parse(Reader reader, String name) throws IOException {
        return PriceBookFile.read(reader, name);
    }

    /**
     * Returns the book that comes with the library: text models on Amazon Bedrock, each line with its source and the day
     * it was read. It is as old as the library; check it against the bill. Read anew on every call, so keep it.
     */
    public static PriceBook bundled() {
        try (InputStream bytes = PriceBook.class.getResourceAsStream(BUNDLED)) {
            if (bytes == null) {
                throw new IllegalStateException(BUNDLED + ": missing (expected: in the jar of routing-core)");
            }
            return parse(new InputStreamReader(bytes, StandardCharsets.UTF_8), BUNDLED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns what a model costs on a day. The prices of its own scope come before those of
     * {@value BilledModel#ANYWHERE}; the two are never mixed.
     *
     * @param tier service tier, {@link #DEFAULT_TIER} for the ordinary one
     * @param on the day in UTC, on which providers change prices
     * @return empty if unpriced: nothing is known, or the price of input or output is missing in one of the bands
     */
    public Optional<Tariff> tariff(BilledModel billed, String tier, LocalDate on) {
        Check.notNull(on, "on");
        PriceHistory own = histories.get(new Slot(billed, tier));
        if (own != null && own.hasBegun(on)) {
            return own.on(on);
        }
        PriceHistory anywhere = histories.get(new Slot(new BilledModel(billed.model(), BilledModel.ANYWHERE), tier));
        return anywhere == null ? Optional.empty() : anywhere.on(on);
    }

    /**
     * Returns this book with another one laid over it. From the first day on which the other book says something of a key,
     * only it counts for that key.
     */
    public PriceBook plus(PriceBook other) {
        Builder sum = builder();
        lines.forEach((key, dated) -> {
            NavigableMap<LocalDate, PriceLine> over = other.lines.get(key);
            NavigableMap<LocalDate, PriceLine> left = over == null ? dated : dated.headMap(over.firstKey(), false);
            left.values().forEach(sum::line);
        });
        other.lines().forEach(sum::line);
        return sum.build();
    }

    /** All lines, by key and then by day. */
    public List<PriceLine> lines() {
        return lines.values().stream().flatMap(dated -> dated.values().stream()).toList();
    }

    /** The line that holds for exactly this key on a day; empty if none does. */
    Optional<PriceLine> line(PriceKey key, LocalDate on) {
        return Optional.ofNullable(lines.get(key))
                .map(dated -> dated.floorEntry(on))
                .map(Map.Entry::getValue);
    }

    @Override
    public String toString() {
        return "PriceBook[" + lines.size() + " prices]";
    }

    /** Builds {@link PriceBook}. Not thread-safe. */
    public static final class Builder {
        private final NavigableMap<PriceKey, NavigableMap<LocalDate, PriceLine>> lines = new TreeMap<>();

        private Builder() {}

        /**
         * Adds a line.
         *
         * @throws IllegalArgumentException if there is one of the same key and day
         */
        public Builder line(PriceLine line) {
            NavigableMap<LocalDate, PriceLine> dated = lines.computeIfAbsent(line.key(), key -> new TreeMap<>());
            if (dated.putIfAbsent(line.validFrom(), line) != null) {
                throw Check.invalid(
                        "line", line.key() + " from " + line.validFrom() + " twice", "each price and date once");
            }
            return this;
        }

        /**
         * Adds the lines of a price in the default tier, for requests of every size.
         *
         * @param validFrom first day (UTC) on which it holds; also taken for the day it was read
         * @param source where the price was found
         * @throws IllegalArgumentException if there is one of the same model, scope and day, or if it has a price of cache
         *     writes for another time to live than five minutes or an hour
         */
        public Builder price(BilledModel billed, TokenPrice price, LocalDate validFrom, String source) {
            Map<TokenKind, Money> prices = new EnumMap<>(TokenKind.class);
            prices.put(TokenKind.INPUT, price.inputPerMillion());
            prices.put(TokenKind.OUTPUT, price.outputPerMillion());
            price.cacheReadPerMillion().ifPresent(read -> prices.put(TokenKind.CACHE_READ, read));
            price.cacheWritePerMillion().forEach((ttl, write) -> prices.put(writeOf(ttl), write));
            prices.forEach((kind, perMillion) -> {
                PriceKey key = new PriceKey(billed, DEFAULT_TIER, 0, kind);
                line(new PriceLine(key, perMillion, validFrom, validFrom, source));
            });
            return this;
        }

        private static TokenKind writeOf(Duration timeToLive) {
            return TokenKind.CACHE_WRITES.stream()
                    .filter(kind -> kind.timeToLive().equals(timeToLive))
                    .findFirst()
                    .orElseThrow(() -> Check.invalid("price.timeToLive", timeToLive, "PT5M or PT1H"));
        }

        /** Returns the book. */
        public PriceBook build() {
            NavigableMap<PriceKey, NavigableMap<LocalDate, PriceLine>> copy = new TreeMap<>();
            lines.forEach((key, dated) -> copy.put(key, new TreeMap<>(dated)));
            return new PriceBook(copy);
        }
    }
}
