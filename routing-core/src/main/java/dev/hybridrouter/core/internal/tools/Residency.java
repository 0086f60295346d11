package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.decision.Evidence;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TargetView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where a request may be processed and how long it may be kept. What is unknown is refused. */
public final class Residency {
    private Residency() {}

    /** Whether a request may be processed wherever these destinations are; null for unknown ones. */
    public static boolean admits(RequestContext context, @Nullable Destinations destinations) {
        Optional<ResidencyRequirement> required = context.residency();
        return required.isEmpty()
                || (destinations != null && required.get().allowedRegions().containsAll(destinations.regions()));
    }

    /** Whether a request may be kept so long; null if that is unknown. */
    public static boolean admits(RequestContext context, @Nullable Duration kept) {
        Optional<Duration> most = context.maxRetention();
        return most.isEmpty() || (kept != null && kept.compareTo(most.get()) <= 0);
    }

    /** Why a target may not process a request; empty if it may. */
    public static Optional<Rejection> place(RequestFacts request, TargetView view) {
        Optional<ResidencyRequirement> required = request.context().residency();
        if (required.isEmpty()) {
            return Optional.empty();
        }
        Optional<Destinations> destinations = view.target().destinations();
        if (destinations.isEmpty()) {
            return Optional.of(Rejection.of(
                    RejectionReason.RESIDENCY, "its destinations are unknown", "declare the target's destinations"));
        }
        Set<String> allowed = required.get().allowedRegions();
        Optional<String> entry = view.target().region();
        if (entry.isPresent() && !allowed.contains(entry.get())) {
            return Optional.of(Rejection.of(
                    RejectionReason.RESIDENCY,
                    "is called in [" + entry.get() + "]",
                    "allow the region, or add a target that is called inside"));
        }
        if (allowed.containsAll(destinations.get().regions())) {
            return Optional.empty();
        }
        Set<String> outside = new TreeSet<>(destinations.get().regions());
        outside.removeAll(allowed);
        return Optional.of(Rejection.of(
                RejectionReason.RESIDENCY,
                "may be processed in " + outside + from(destinations.get()),
                "allow the regions, or add a target inside"));
    }

    /** Why a target may not keep a request as long as it does; empty if it may. */
    public static Optional<Rejection> retention(RequestFacts request, TargetView view) {
        Optional<Duration> most = request.context().maxRetention();
        if (most.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> kept = view.target().retention();
        if (kept.isPresent() && kept.get().compareTo(most.get()) <= 0) {
            return Optional.empty();
        }
        return Optional.of(Rejection.of(
                RejectionReason.RETENTION,
                kept.map(duration -> "may be kept for " + duration).orElse("its retention is unknown"),
                "declare the target's retention, or add a target that keeps less"));
    }

    /** What shows that an admitted target keeps to the requirements; empty without requirements. */
    public static List<Evidence> evidence(RequestContext context, Target target) {
        if (context.residency().isEmpty() && context.maxRetention().isEmpty()) {
            return List.of();
        }
        List<Evidence> evidence = new ArrayList<>(2);
        Optional<Destinations> destinations = target.destinations();
        if (context.residency().isPresent() && destinations.isPresent()) {
            evidence.add(new Evidence(
                    RejectionReason.RESIDENCY,
                    "processed in " + new TreeSet<>(destinations.get().regions()) + from(destinations.get())));
        }
        Optional<Duration> kept = target.retention();
        if (context.maxRetention().isPresent() && kept.isPresent()) {
            evidence.add(new Evidence(
                    RejectionReason.RETENTION,
                    "kept for " + kept.get() + " at most, as its target declares (allowed: "
                            + context.maxRetention().get() + ")"));
        }
        return evidence;
    }

    private static String from(Destinations destinations) {
        return " (" + destinations.evidence() + ", " + destinations.asOf() + ")";
    }
}
