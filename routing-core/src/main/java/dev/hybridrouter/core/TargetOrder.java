package dev.hybridrouter.core;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.diagnostics.LogEvent;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Logs once, when a router is built, which targets serve which operation type in what order: a target on another path
 * moves the traffic of every operation type that prefers that path. A router with one path has nothing to log.
 */
final class TargetOrder {
    private TargetOrder() {}

    /**
     * Logs the order.
     *
     * @param operations the operation types that have a rule
     * @param paths the preferred paths of an operation type; empty where they decide nothing
     */
    static void log(
            Iterable<OperationType> operations, List<Target> targets, Function<OperationType, List<Path>> paths) {
        boolean several = targets.stream().map(Target::path).distinct().count() > 1;
        if (!several) {
            return;
        }
        StringBuilder orders = new StringBuilder();
        for (OperationType operation : operations) {
            List<Path> preferred = paths.apply(operation);
            if (preferred.isEmpty()) {
                return; // strategies of the host's own decide
            }
            orders.append(orders.isEmpty() ? "" : "; ").append(operation.name()).append(": ");
            orders.append(targets.stream()
                    .filter(target -> preferred.contains(target.path()))
                    .sorted(Comparator.comparingInt(target -> preferred.indexOf(target.path())))
                    .map(target -> target.id() + " (" + target.path() + ")")
                    .collect(Collectors.joining(", ")));
        }
        LogEvent.TARGET_ORDER.line().with("orders", orders).log();
    }
}
