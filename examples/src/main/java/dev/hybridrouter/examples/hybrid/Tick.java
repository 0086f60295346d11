package dev.hybridrouter.examples.hybrid;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.target.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the requests that began in one stretch of time.
 *
 * @param counts how many ended how
 */
record Tick(Map<End, Integer> counts) {
    /** How a request ended. */
    enum End {
        DIRECT,
        MCP,
        REFUSED,
        FAILED
    }

    static Tick of(List<RouteResult> results, Map<String, Path> paths) {
        Map<End, Integer> counts = new EnumMap<>(End.class);
        for (RouteResult result : results) {
            End end = result.fold(
                    answered -> Path.MCP.equals(paths.get(answered.target().value())) ? End.MCP : End.DIRECT,
                    rejected -> End.REFUSED,
                    failed -> End.FAILED);
            counts.merge(end, 1, Integer::sum);
        }
        return new Tick(counts);
    }

    int count(End end) {
        return counts.getOrDefault(end, 0);
    }

    /** Whether all requests ended so. */
    boolean isAll(End end) {
        return counts.keySet().equals(Map.of(end, 0).keySet());
    }
}
