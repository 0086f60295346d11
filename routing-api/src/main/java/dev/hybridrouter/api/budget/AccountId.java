package dev.hybridrouter.api.budget;

import dev.hybridrouter.api.internal.Check;

/**
 * Names one account of a ledger: a budget, and whose share of it.
 *
 * @param budget name of the budget
 * @param holder whose money it is: a tenant, an operation type, a model or a tag's value; empty where the budget has one
 *     account for all
 */
public record AccountId(String budget, String holder) {
    /** Checks the parts. */
    public AccountId {
        Check.name(budget, "account.budget");
        Check.notNull(holder, "account.holder");
    }

    /** The account's name, as budget or {@code budget[holder]}. */
    @Override
    public String toString() {
        return holder.isEmpty() ? budget : budget + "[" + holder + "]";
    }
}
