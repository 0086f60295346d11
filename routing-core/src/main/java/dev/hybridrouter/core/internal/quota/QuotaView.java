package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.internal.Check;
import java.util.List;

/**
 * What a twin believes at one moment, for meters and for people.
 *
 * @param levels each limit that is watched
 * @param share the share of the bucket that is believed to be ours, above 0 to 1
 * @param inFlight holds that are open
 * @param refusals calls that were told to wait so far
 * @param throttles throttles of the provider that the twin did not foresee, so far
 * @param closedAgain holds that were closed a second time so far, each a mistake of its user
 */
public record QuotaView(
        List<Level> levels, double share, long inFlight, long refusals, long throttles, long closedAgain) {
    /** Copies the list. */
    public QuotaView {
        levels = Check.copy(levels, "quota.levels");
    }

    /**
     * One limit.
     *
     * @param limit which one
     * @param used requests or tokens that count now; above {@code most} after output that burnt down more than it
     *     held, and after the twin has learned that the minute does not refill
     * @param most requests or tokens that are admitted at most, after headroom
     */
    public record Level(QuotaLimit limit, long used, long most) {
        /** Checks presence. */
        public Level {
            Check.notNull(limit, "quota.limit");
        }
    }
}
