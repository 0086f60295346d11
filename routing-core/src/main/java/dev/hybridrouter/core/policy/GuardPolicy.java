package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.guard.Guard;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What inspects requests before anything is sent, and answers before anybody sees them. Immutable.
 *
 * <p>Of a streamed answer, the guards before the first remote one inspect each piece as it comes; that one and all behind it inspect
 * windows of 1,000 characters, of which 250 are seen again in the next. A finding longer than 250 characters can be missed where a
 * window ends, and each window costs a remote call. Tool input is inspected whole.
 *
 * @param guards in this order, each on what the one before let go on; ids are unique
 * @param timeLimit the longest to wait for a remote guard, for each window of a stream anew; when it is over, that denies
 */
public record GuardPolicy(List<Guard> guards, Duration timeLimit) {
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(2);

    /** Refuses no guard and two of one id. */
    public GuardPolicy {
        guards = Check.notEmpty(guards, "guards");
        Check.positive(timeLimit, "guards.timeLimit");
        Set<String> ids = new HashSet<>();
        for (Guard guard : guards) {
            if (!ids.add(Check.name(guard.id(), "guards.id"))) {
                throw Check.invalid("guards.id", guard.id(), "an id no other guard of this router has");
            }
        }
    }

    /** Returns a policy of these guards, in this order, that waits two seconds for each remote one. */
    public static GuardPolicy of(Guard... guards) {
        return new GuardPolicy(Arrays.asList(Check.notNull(guards, "guards")), DEFAULT_LIMIT);
    }

    /** Returns this with another time limit of remote guards. */
    public GuardPolicy withTimeLimit(Duration value) {
        return new GuardPolicy(guards, value);
    }
}
