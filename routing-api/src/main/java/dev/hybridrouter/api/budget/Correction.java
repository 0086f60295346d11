package dev.hybridrouter.api.budget;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;

/**
 * A correction of what an account has settled, for example because the provider's bill says otherwise. It counts in the window
 * that is open when it is made. Immutable.
 *
 * @param account which account
 * @param amount what is added to its settled amount; below zero to take back. Not zero
 * @param cause why, as a kind
 * @param note why, in words; may be blank. It stays out of audit records, as all free texts do
 * @param by who makes it; never blank
 */
public record Correction(AccountId account, Money amount, Cause cause, String note, String by) {
    /** Checks the parts. */
    public Correction {
        Check.notNull(account, "correction.account");
        if (Check.notNull(amount, "correction.amount").equals(Money.ZERO)) {
            throw Check.invalid("correction.amount", amount, "more or less than nothing");
        }
        Check.notNull(cause, "correction.cause");
        Check.notNull(note, "correction.note");
        Check.notBlank(by, "correction.by");
    }

    /** Why a settled amount is corrected. */
    public enum Cause {
        /** The provider's bill says otherwise. */
        BILL,
        /** The provider, or you, gave money back. */
        CREDIT,
        /** Usage was reported or counted wrongly. */
        USAGE,
        /** The price that the router knew was wrong. */
        PRICE,
        /** Anything else; say in the note what. */
        OTHER
    }

    /** Names neither the account's holder nor the note. */
    @Override
    public String toString() {
        return "Correction[" + account.budget() + ", " + amount + ", " + cause + "]";
    }
}
