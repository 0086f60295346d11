package dev.hybridrouter.core;

import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.policy.KillRules;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.guard.Guard;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Logs once, when a router is built, what it consists of. */
final class StartLog {
    private StartLog() {}

    /**
     * Logs it.
     *
     * @param preferred the paths that standard requests prefer; empty where they decide nothing
     */
    static void log(HybridRouterBuilder set, List<Target> targets, List<Path> preferred) {
        if (LogEvent.ROUTER_STARTED.isOn()) {
            LogEvent.ROUTER_STARTED
                    .line()
                    .with("version", version())
                    .with("targets", targets(targets, preferred))
                    .with("budgets", budgets(set.budgets))
                    .with("cache", cache(set.cache))
                    .with("guards", guards(set.guards))
                    .with("killRules", killRules(set.killRules))
                    .log();
        }
    }

    /** From the module's descriptor, or else from the jar's manifest; classes in a folder have neither. */
    private static String version() {
        Class<?> ours = StartLog.class;
        @Nullable String packaged = ours.getPackage().getImplementationVersion();
        return ours.getModule().isNamed()
                ? ours.getModule().getDescriptor().rawVersion().orElse("unknown")
                : packaged == null ? "unknown" : packaged;
    }

    private static String targets(List<Target> targets, List<Path> preferred) {
        return targets.stream()
                .sorted(Comparator.comparingInt(target -> place(target.path(), preferred)))
                .map(StartLog::words)
                .collect(Collectors.joining(", "));
    }

    /** Targets on a path that is not preferred come last. */
    private static int place(Path path, List<Path> preferred) {
        int place = preferred.indexOf(path);
        return place < 0 ? preferred.size() : place;
    }

    private static String words(Target target) {
        return target.id() + " (" + target.model()
                + target.region().map(region -> " in " + region).orElse("") + ", " + target.path() + ")";
    }

    private static String budgets(@Nullable BudgetPolicy set) {
        return set == null ? "" : set.budgets().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String cache(@Nullable CachePolicy set) {
        return set == null
                ? "off"
                : "on (" + set.maxBytes() + " bytes"
                        + (set.secondLevel().isPresent() ? ", second level" : "")
                        + (set.semantic().isPresent() ? ", similar answers" : "") + ")";
    }

    private static String guards(@Nullable GuardPolicy set) {
        return set == null ? "" : set.guards().stream().map(Guard::id).collect(Collectors.joining(", "));
    }

    private static String killRules(@Nullable KillRules set) {
        return set == null ? "" : set.rules().stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
