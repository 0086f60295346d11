package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TargetView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hard rules of the router, followed by those of the host. */
public final class Constraints {
    private static final Logger LOG = LoggerFactory.getLogger(Constraints.class);
    private static final Rejection BREAKER_OPEN =
            new Rejection(RejectionReason.BREAKER_OPEN, "the target failed too often of late", "wait, or add targets");
    private static final Rejection MISCONFIGURED = new Rejection(
            RejectionReason.MISCONFIGURED,
            "the provider refused credentials, model or retention",
            "see the log for the failure and correct the configuration");

    private final List<Constraint> constraints;

    private Constraints(List<Constraint> constraints) {
        this.constraints = List.copyOf(constraints);
    }

    /** Returns the rules for these targets. Path preference binds only where there is more than one path. */
    public static Constraints of(RouteMatrix matrix, List<Target> targets, List<Constraint> custom) {
        List<Constraint> all = new ArrayList<>();
        all.add(Constraints::health);
        all.add(Constraints::capabilities);
        all.add(Constraints::residency);
        all.add(Constraints::retention);
        if (targets.stream().map(Target::path).distinct().count() > 1) {
            all.add((request, view) -> path(matrix, request, view));
        }
        all.addAll(custom);
        return new Constraints(all);
    }

    /** Returns all reasons why the target may not serve the request; empty if it may. */
    public List<Rejection> check(RequestFacts request, TargetView view) {
        List<Rejection> rejections = List.of();
        for (int i = 0; i < constraints.size(); i++) {
            Optional<Rejection> rejection = checkOne(constraints.get(i), request, view);
            if (rejection.isPresent()) {
                rejections = rejections.isEmpty() ? new ArrayList<>() : rejections;
                rejections.add(rejection.get());
            }
        }
        return rejections;
    }

    @SuppressWarnings("NullAway") // a host's constraint may return null all the same
    private static Optional<Rejection> checkOne(Constraint constraint, RequestFacts request, TargetView view) {
        try {
            Optional<Rejection> rejection = constraint.check(request, view);
            return rejection != null ? rejection : Optional.of(broken("returned null"));
        } catch (Throwable e) {
            LOG.atDebug()
                    .setCause(SafeTrace.of(e))
                    .addKeyValue("target", view.target().id())
                    .log("Constraint threw; the target is rejected");
            return Optional.of(broken("threw " + e.getClass().getSimpleName()));
        }
    }

    private static Rejection broken(String how) {
        return new Rejection(RejectionReason.CUSTOM, "a constraint " + how, "correct the constraint; it fails closed");
    }

    private static Optional<Rejection> health(RequestFacts request, TargetView view) {
        return switch (view.health().state()) {
            case OPEN -> Optional.of(BREAKER_OPEN);
            case MISCONFIGURED -> Optional.of(MISCONFIGURED);
            default -> Optional.empty();
        };
    }

    private static Optional<Rejection> capabilities(RequestFacts request, TargetView view) {
        Set<Capability> has = view.target().capabilities();
        if (request.needs().isEmpty() || has.containsAll(request.needs())) {
            return Optional.empty();
        }
        Set<Capability> missing = EnumSet.copyOf(request.needs());
        missing.removeAll(has);
        return Optional.of(new Rejection(
                RejectionReason.CAPABILITY, "lacks " + missing, "declare it if the model has it, or add a target"));
    }

    private static Optional<Rejection> residency(RequestFacts request, TargetView view) {
        Optional<ResidencyRequirement> required = request.context().residency();
        if (required.isEmpty()) {
            return Optional.empty();
        }
        Optional<Destinations> destinations = view.target().destinations();
        if (destinations.isEmpty()) {
            return Optional.of(new Rejection(
                    RejectionReason.RESIDENCY, "its destinations are unknown", "declare the target's destinations"));
        }
        Set<String> outside = new TreeSet<>(destinations.get().regions());
        outside.removeAll(required.get().allowedRegions());
        if (outside.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rejection(
                RejectionReason.RESIDENCY,
                "may be processed in " + outside + " (" + destinations.get().evidence() + ", "
                        + destinations.get().asOf() + ")",
                "allow the regions, or add a target inside"));
    }

    private static Optional<Rejection> retention(RequestFacts request, TargetView view) {
        Optional<Duration> most = request.context().maxRetention();
        if (most.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> kept = view.target().retention();
        if (kept.isPresent() && kept.get().compareTo(most.get()) <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Rejection(
                RejectionReason.RETENTION,
                kept.map(duration -> "may be kept for " + duration).orElse("its retention is unknown"),
                "declare the target's retention, or add a target that keeps less"));
    }

    private static Optional<Rejection> path(RouteMatrix matrix, RequestFacts request, TargetView view) {
        List<Path> allowed = matrix.rule(request.context().operation()).paths();
        if (allowed.contains(view.target().path())) {
            return Optional.empty();
        }
        return Optional.of(new Rejection(
                RejectionReason.PATH,
                request.context().operation() + " may not use path "
                        + view.target().path(),
                "allow the path in the route matrix"));
    }
}
