package dev.hybridrouter.api.budget;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import dev.hybridrouter.api.target.Money;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One account in its current window. At all times {@code limit ≥ settled + reserved + pending}, unless calls cost more
 * than was reserved for them. Immutable.
 */
public final class AccountState implements JsonWritable {
    private final AccountId id;
    private final Instant windowStart;
    private final Instant windowEnd;
    private final Balance balance;
    private final @Nullable Money limit;

    /**
     * Creates a state.
     *
     * @param id the account
     * @param windowStart when its window began
     * @param windowEnd when the window ends; a rolling window ends at the moment of the reading
     * @param balance where the money is
     * @param limit what may be spent; null if nothing stops it
     */
    public AccountState(AccountId id, Instant windowStart, Instant windowEnd, Balance balance, @Nullable Money limit) {
        this.id = Check.notNull(id, "account.id");
        this.windowStart = Check.notNull(windowStart, "account.windowStart");
        this.windowEnd = Check.notNull(windowEnd, "account.windowEnd");
        this.balance = Check.notNull(balance, "account.balance");
        this.limit = limit;
    }

    /** The account. */
    public AccountId id() {
        return id;
    }

    /** When its window began. */
    public Instant windowStart() {
        return windowStart;
    }

    /** When the window ends; a rolling window ends at the moment of the reading. */
    public Instant windowEnd() {
        return windowEnd;
    }

    /** Where the money is. */
    public Balance balance() {
        return balance;
    }

    /** What was spent. */
    public Money settled() {
        return balance.settled();
    }

    /** What calls in progress may still spend. */
    public Money reserved() {
        return balance.reserved();
    }

    /** What calls of unknown end may have spent. */
    public Money pending() {
        return balance.pending();
    }

    /** Settled, reserved and pending together. */
    public Money committed() {
        return balance.committed();
    }

    /** What may be spent; empty if nothing stops it. */
    public Optional<Money> limit() {
        return Optional.ofNullable(limit);
    }

    /** What is left under the limit, never below zero; empty if there is no limit. */
    public Optional<Money> available() {
        return limit().map(most ->
                new Money(Math.max(0, most.nanoUsd() - committed().nanoUsd())));
    }

    /**
     * Returns the account as one JSON object: {@code budget}, {@code holder}, {@code window_start}, {@code window_end}, then the amounts
     * in nano-dollars. The holder may be the name of a tenant; it is left out where the budget has one account for all. Names and order
     * of the fields are stable, new ones may be added between them.
     */
    @Override
    public String toJson() {
        JsonObject json = new JsonObject().text("budget", id.budget());
        if (!id.holder().isEmpty()) {
            json.text("holder", id.holder());
        }
        json.text("window_start", windowStart.toString())
                .text("window_end", windowEnd.toString())
                .number("settled_nano_usd", settled().nanoUsd())
                .number("reserved_nano_usd", reserved().nanoUsd())
                .number("pending_nano_usd", pending().nanoUsd());
        limit().ifPresent(amount -> json.number("limit_nano_usd", amount.nanoUsd()));
        available().ifPresent(amount -> json.number("available_nano_usd", amount.nanoUsd()));
        return json.end();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccountState that
                && id.equals(that.id)
                && windowStart.equals(that.windowStart)
                && windowEnd.equals(that.windowEnd)
                && balance.equals(that.balance)
                && Objects.equals(limit, that.limit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, windowStart, windowEnd, balance, limit);
    }

    @Override
    public String toString() {
        return "AccountState[" + id + ", " + windowStart + " to " + windowEnd + ", " + balance
                + (limit == null ? ", unlimited]" : ", limit " + limit + "]");
    }
}
