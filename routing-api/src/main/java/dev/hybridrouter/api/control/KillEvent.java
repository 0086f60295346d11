package dev.hybridrouter.api.control;

import dev.hybridrouter.api.internal.Check;
import java.time.Instant;

/**
 * Something that was done to a kill switch.
 *
 * @param at when
 * @param scope which switch
 * @param cause why it is, or was, thrown
 * @param note why this was done, in words
 * @param by who did it
 * @param openPercent the share let through since: 0 thrown, 100 open again
 */
public record KillEvent(Instant at, KillScope scope, KillCause cause, String note, String by, int openPercent) {
    /** Checks the parts. */
    public KillEvent {
        Check.notNull(at, "kill.at");
        Check.notNull(scope, "kill.scope");
        Check.notNull(cause, "kill.cause");
        Check.notBlank(note, "kill.note");
        Check.notBlank(by, "kill.by");
        Check.between(0, 100, openPercent, "kill.openPercent");
    }
}
