package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.api.target.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How one operation type is routed.
 *
 * @param priority who goes first
 * @param deadline how long a call may take unless its request says otherwise
 * @param paths the paths it may use, preferred first; a target on another path is rejected
 */
public record RouteRule(Priority priority, Duration deadline, List<Path> paths) {
    /** Refuses an empty list of paths and one that names a path twice. */
    public RouteRule {
        Check.notNull(priority, "rule.priority");
        Check.positive(deadline, "rule.deadline");
        paths = Check.notEmpty(paths, "rule.paths");
        if (paths.stream().distinct().count() < paths.size()) {
            throw Check.invalid("rule.paths", paths, "each path once");
        }
    }

    /** Returns a rule with these paths, preferred first. */
    public static RouteRule of(Priority priority, Duration deadline, Path... paths) {
        return new RouteRule(priority, deadline, Arrays.asList(Check.notNull(paths, "rule.paths")));
    }
}
