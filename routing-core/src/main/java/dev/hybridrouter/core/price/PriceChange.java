package dev.hybridrouter.core.price;

import dev.hybridrouter.api.target.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A price of which two books say different things in some period. Immutable. */
public final class PriceChange {
    private final PriceKey key;
    private final @Nullable Money before;
    private final @Nullable Money after;
    private final LocalDate from;
    private final @Nullable LocalDate until;

    PriceChange(
            PriceKey key, @Nullable Money before, @Nullable Money after, LocalDate from, @Nullable LocalDate until) {
        this.key = key;
        this.before = before;
        this.after = after;
        this.from = from;
        this.until = until;
    }

    /** What it is a price of. */
    public PriceKey key() {
        return key;
    }

    /** What the old book says; empty if it knows no price. */
    public Optional<Money> before() {
        return Optional.ofNullable(before);
    }

    /** What the new book says; empty if it knows no price. */
    public Optional<Money> after() {
        return Optional.ofNullable(after);
    }

    /** First day (UTC) on which the books differ like this. */
    public LocalDate from() {
        return from;
    }

    /** First day on which they do no longer; empty if that does not end. */
    public Optional<LocalDate> until() {
        return Optional.ofNullable(until);
    }

    /** Whether the other change says the same of the same key. */
    boolean continues(PriceChange earlier) {
        return key.equals(earlier.key)
                && Objects.equals(before, earlier.before)
                && Objects.equals(after, earlier.after)
                && from.equals(earlier.until);
    }

    PriceChange from(LocalDate day) {
        return new PriceChange(key, before, after, day, until);
    }

    /** The change on one line: {@code ~} for a changed, {@code +} for an added, {@code -} for a removed price. */
    @Override
    public String toString() {
        return (before == null ? "+ " : after == null ? "- " : "~ ") + key + ": " + dollars() + " from " + from
                + (until == null ? "" : " until " + until);
    }

    private String dollars() {
        if (before == null || after == null) {
            return dollars(before == null ? after : before);
        }
        return dollars(before) + " -> " + dollars(after);
    }

    private static String dollars(@Nullable Money price) {
        if (price == null) {
            return "unpriced";
        }
        BigDecimal usd = price.toUsd().stripTrailingZeros();
        return "$" + usd.setScale(Math.max(2, usd.scale())).toPlainString();
    }
}
