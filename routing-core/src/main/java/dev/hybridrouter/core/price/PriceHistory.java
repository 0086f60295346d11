package dev.hybridrouter.core.price;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.api.target.TokenPrice;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tariffs of one model, scope and tier by the day from which they hold. Immutable. */
final class PriceHistory {
    private final NavigableMap<LocalDate, Optional<Tariff>> tariffs;

    private PriceHistory(NavigableMap<LocalDate, Optional<Tariff>> tariffs) {
        this.tariffs = tariffs;
    }

    /** Puts together what lines of one model, scope and tier say for each day on which one of them begins to hold. */
    static PriceHistory of(Collection<NavigableMap<LocalDate, PriceLine>> linesByKey) {
        TreeSet<LocalDate> days = new TreeSet<>();
        linesByKey.forEach(lines -> days.addAll(lines.keySet()));
        NavigableMap<LocalDate, Optional<Tariff>> tariffs = new TreeMap<>();
        for (LocalDate day : days) {
            tariffs.put(day, Optional.ofNullable(tariff(linesByKey, day)));
        }
        return new PriceHistory(tariffs);
    }

    /** Whether any price holds on this day. */
    boolean hasBegun(LocalDate day) {
        return tariffs.floorKey(day) != null;
    }

    Optional<Tariff> on(LocalDate day) {
        Map.Entry<LocalDate, Optional<Tariff>> entry = tariffs.floorEntry(day);
        return entry == null ? Optional.empty() : entry.getValue();
    }

    private static @Nullable Tariff tariff(Collection<NavigableMap<LocalDate, PriceLine>> linesByKey, LocalDate day) {
        TreeMap<Long, EnumMap<TokenKind, Money>> bands = new TreeMap<>();
        for (NavigableMap<LocalDate, PriceLine> lines : linesByKey) {
            Map.Entry<LocalDate, PriceLine> inForce = lines.floorEntry(day);
            if (inForce != null) {
                PriceKey key = inForce.getValue().key();
                bands.computeIfAbsent(key.aboveTokens(), above -> new EnumMap<>(TokenKind.class))
                        .put(key.kind(), inForce.getValue().perMillion());
            }
        }
        return bands.containsKey(0L) ? tariff(bands) : null;
    }

    /** Null if a band lacks the price of input or output: a band cannot borrow that from another. */
    private static @Nullable Tariff tariff(NavigableMap<Long, EnumMap<TokenKind, Money>> bands) {
        Tariff.Builder tariff = null;
        for (Map.Entry<Long, EnumMap<TokenKind, Money>> band : bands.entrySet()) {
            TokenPrice price = price(band.getValue());
            if (price == null) {
                return null;
            }
            tariff = tariff == null ? Tariff.builder(price) : tariff.above(band.getKey(), price);
        }
        return tariff == null ? null : tariff.build();
    }

    private static @Nullable TokenPrice price(Map<TokenKind, Money> prices) {
        Money input = prices.get(TokenKind.INPUT);
        Money output = prices.get(TokenKind.OUTPUT);
        if (input == null || output == null) {
            return null;
        }
        TokenPrice price = TokenPrice.perMillion(input, output);
        Money read = prices.get(TokenKind.CACHE_READ);
        price = read == null ? price : price.withCacheRead(read);
        for (TokenKind write : TokenKind.CACHE_WRITES) {
            Money perMillion = prices.get(write);
            price = perMillion == null ? price : price.withCacheWrite(write.timeToLive(), perMillion);
        }
        return price;
    }
}
