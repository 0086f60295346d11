package dev.hybridrouter.api.control;

import dev.hybridrouter.api.internal.Check;

/**
 * An order to throw a kill switch.
 *
 * @param scope what to stop
 * @param cause why, in one of the kinds that decide whether it may open by itself
 * @param note why, in words for the record; no prompt, answer or personal data
 * @param by who orders it: a person or a rule
 * @param inFlight what becomes of attempts that are on the wire
 */
public record KillOrder(KillScope scope, KillCause cause, String note, String by, InFlight inFlight) {
    /** Checks the parts. */
    public KillOrder {
        Check.notNull(scope, "kill.scope");
        Check.notNull(cause, "kill.cause");
        Check.notBlank(note, "kill.note");
        Check.notBlank(by, "kill.by");
        Check.notNull(inFlight, "kill.inFlight");
    }

    /** Returns an order that cancels what is on the wire. */
    public static KillOrder cancelling(KillScope scope, KillCause cause, String note, String by) {
        return new KillOrder(scope, cause, note, by, InFlight.CANCEL);
    }

    /**
     * Returns an order that lets what is in flight end by itself. A call that its adapter holds back, while it waits for a
     * connection or connects anew, is in flight and may go out later; {@link #cancelling} ends that too.
     */
    public static KillOrder draining(KillScope scope, KillCause cause, String note, String by) {
        return new KillOrder(scope, cause, note, by, InFlight.DRAIN);
    }

    /** What becomes of attempts that are on the wire. */
    public enum InFlight {
        /** They end by themselves, also those that an adapter has taken but not yet sent. */
        DRAIN,
        /** They are cancelled at once and fail with {@code STOPPED}; a request may go on outside the scope. */
        CANCEL
    }
}
