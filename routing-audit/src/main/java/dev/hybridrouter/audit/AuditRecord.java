package dev.hybridrouter.audit;

import dev.hybridrouter.api.budget.Correction;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TargetId;
import java.time.Instant;
import java.util.Map;

/** What a sink is given to keep. It holds no prompt or answer text, and names tenants and users by pseudonyms only. */
public sealed interface AuditRecord {
    /** When it happened. */
    Instant time();

    /**
     * A request ended.
     *
     * @param time when it ended
     * @param asker on whose behalf it was made
     * @param tags those labels of the request that the host wants kept
     * @param decision how it was decided, what came of it, and why nothing was sent if that is so
     * @param outcomeOnly whether the log leaves out how targets were weighed, so that the decision does not have it
     */
    record Decided(Instant time, Asker asker, Map<String, String> tags, Decision decision, boolean outcomeOnly)
            implements AuditRecord {
        /** Checks and copies the parts. */
        public Decided {
            Check.notNull(time, "decided.time");
            Check.notNull(asker, "decided.asker");
            tags = Check.copy(tags, "decided.tags");
            Check.notNull(decision, "decided.decision");
        }
    }

    /**
     * Something was done to a kill switch.
     *
     * @param time when
     * @param scope which switch; names a tenant by its pseudonym
     * @param cause why it is, or was, thrown
     * @param by pseudonym, as of a user, of who did it
     * @param openPercent the share let through since: 0 thrown, 100 open again
     */
    record Switched(Instant time, KillScope scope, KillCause cause, String by, int openPercent) implements AuditRecord {
        /** Checks the parts. */
        public Switched {
            Check.notNull(time, "switched.time");
            Check.notNull(scope, "switched.scope");
            Check.notNull(cause, "switched.cause");
            Check.notBlank(by, "switched.by");
            Check.between(0, 100, openPercent, "switched.openPercent");
        }
    }

    /**
     * What an account has settled was corrected.
     *
     * @param time when
     * @param budget the account's budget
     * @param holder pseudonym, as of a tenant, of whose account it is; blank if the budget has one for all
     * @param amount what was added; below zero for what was taken back
     * @param cause why
     * @param by pseudonym, as of a user, of who did it
     */
    record Corrected(Instant time, String budget, String holder, Money amount, Correction.Cause cause, String by)
            implements AuditRecord {
        /** Checks the parts. */
        public Corrected {
            Check.notNull(time, "corrected.time");
            Check.notBlank(budget, "corrected.budget");
            Check.notNull(holder, "corrected.holder");
            Check.notNull(amount, "corrected.amount");
            Check.notNull(cause, "corrected.cause");
            Check.notBlank(by, "corrected.by");
        }
    }

    /**
     * What is known of how a target handles data changed.
     *
     * @param time when
     * @param target the target
     * @param before what counted until then
     * @param now what counts since
     * @param found what was found; what differs from {@code now} is unknown until somebody vouches for it
     * @param by pseudonym, as of a user, of who renewed it or vouched for it
     */
    record Handled(Instant time, TargetId target, Handling before, Handling now, Handling found, String by)
            implements AuditRecord {
        /** Checks the parts. */
        public Handled {
            Check.notNull(time, "handled.time");
            Check.notNull(target, "handled.target");
            Check.notNull(before, "handled.before");
            Check.notNull(now, "handled.now");
            Check.notNull(found, "handled.found");
            Check.notBlank(by, "handled.by");
        }
    }

    /**
     * Records are lost of what happened between the record before this one and the one after it.
     *
     * @param time when that was found out
     * @param count how many
     */
    record Lost(Instant time, long count) implements AuditRecord {
        /** Checks the parts. */
        public Lost {
            Check.notNull(time, "lost.time");
            Check.atLeast(1, count, "lost.count");
        }
    }

    /**
     * On whose behalf a request was made, by pseudonyms.
     *
     * @param tenant the tenant
     * @param user the user; blank if the request names none
     */
    record Asker(String tenant, String user) {
        /** Checks the parts. */
        public Asker {
            Check.notBlank(tenant, "asker.tenant");
            Check.notNull(user, "asker.user");
        }
    }
}
