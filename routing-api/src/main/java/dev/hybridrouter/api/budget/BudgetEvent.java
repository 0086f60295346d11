package dev.hybridrouter.api.budget;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import dev.hybridrouter.api.target.Money;

/** Something that happened to an account. */
public sealed interface BudgetEvent extends JsonWritable {
    /** The account as it was then. */
    AccountState account();

    /**
     * Returns the event as one JSON object: {@code event}, what belongs to this kind of event, and {@code account}, which may name a
     * tenant. The note of a correction is left out. Names and order of the fields are stable, new ones may be added between them.
     */
    @Override
    default String toJson() {
        JsonObject json = new JsonObject();
        if (this instanceof ThresholdReached reached) {
            json.text("event", "THRESHOLD_REACHED").number("percent", reached.percent());
        } else if (this instanceof Overrun overrun) {
            json.text("event", "OVERRUN")
                    .number("ledger_line", overrun.line())
                    .number("excess_nano_usd", overrun.excess().nanoUsd());
        } else {
            Correction made = ((Corrected) this).correction();
            json.text("event", "CORRECTED")
                    .number("amount_nano_usd", made.amount().nanoUsd())
                    .text("cause", made.cause().name())
                    .text("by", made.by());
        }
        return json.json("account", account().toJson()).end();
    }

    /**
     * So much is settled, reserved and pending that a threshold was reached; told once in each window.
     *
     * @param account the account as it was then
     * @param percent the threshold, in percent of the budget
     */
    record ThresholdReached(AccountState account, int percent) implements BudgetEvent {
        /** Checks the parts. */
        public ThresholdReached {
            Check.notNull(account, "event.account");
            Check.atLeast(1, percent, "event.percent");
        }
    }

    /**
     * What the account has settled was corrected.
     *
     * @param account the account after it
     * @param correction what was corrected, by whom and why
     */
    record Corrected(AccountState account, Correction correction) implements BudgetEvent {
        /** Checks the parts. */
        public Corrected {
            Check.notNull(account, "event.account");
            Check.notNull(correction, "event.correction");
        }
    }

    /**
     * A call cost more than was reserved for it, so that the account may have passed its limit by the difference.
     *
     * @param account the account as it was then
     * @param line the line of the ledger
     * @param excess what it cost beyond what was reserved
     */
    record Overrun(AccountState account, long line, Money excess) implements BudgetEvent {
        /** Checks the parts. */
        public Overrun {
            Check.notNull(account, "event.account");
            Check.notNull(excess, "event.excess");
        }
    }
}
