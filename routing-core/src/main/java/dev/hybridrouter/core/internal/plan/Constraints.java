package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.ReasoningOrigin;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.Residency;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TargetView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hard rules of the router, followed by those of the host. */
public final class Constraints {
    private static final Logger LOG = LoggerFactory.getLogger(Constraints.class);
    private static final Rejection BREAKER_OPEN =
            Rejection.of(RejectionReason.BREAKER_OPEN, "the target failed too often of late", "wait, or add targets");
    private static final Rejection MISCONFIGURED = Rejection.of(
            RejectionReason.MISCONFIGURED,
            "the provider refused credentials, model or retention",
            "see the log for the failure and correct the configuration");

    private static final Rejection FOREIGN_REASONING = Rejection.of(
            RejectionReason.FOREIGN_REASONING,
            "the request carries signed reasoning of another provider or model",
            "leave the reasoning out, or name the target's model among its origins");

    private static final Capability[] ALL_CAPABILITIES = Capability.values();

    private final List<Constraint> constraints;

    private Constraints(List<Constraint> constraints) {
        this.constraints = List.copyOf(constraints);
    }

    /**
     * Returns the rules for these targets. Path preference binds only where there is more than one path.
     *
     * @param leastInput the least tokens of input that a request has
     * @param residency what is allowed of those who handle data
     */
    public static Constraints of(
            RouteMatrix matrix,
            List<Target> targets,
            ToLongFunction<RequestFacts> leastInput,
            Residency residency,
            List<Constraint> custom) {
        List<Constraint> all = new ArrayList<>();
        all.add(Constraints::health);
        all.add(Constraints::capabilities);
        all.add((request, view) -> contextLength(leastInput.applyAsLong(request), request, view));
        all.add(Constraints::reasoning);
        all.add((request, view) -> Optional.ofNullable(
                residency.place(request.context(), view.target().handling())));
        all.add((request, view) -> Optional.ofNullable(
                residency.retention(request.context(), view.target().handling())));
        all.add((request, view) -> Optional.ofNullable(
                residency.sharing(request.context(), view.target().handling())));
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
        return Rejection.of(RejectionReason.CUSTOM, "a constraint " + how, "correct the constraint; it fails closed");
    }

    private static Optional<Rejection> health(RequestFacts request, TargetView view) {
        return switch (view.health().state()) {
            case OPEN -> Optional.of(passing(BREAKER_OPEN, view));
            case MISCONFIGURED -> Optional.of(passing(MISCONFIGURED, view));
            default -> Optional.empty();
        };
    }

    private static Rejection passing(Rejection why, TargetView view) {
        return view.health().retryAfter().map(why::withRetryAfter).orElse(why);
    }

    private static Optional<Rejection> capabilities(RequestFacts request, TargetView view) {
        Set<Capability> has = view.target().capabilities();
        if (hasAll(has, request.needs())) {
            return Optional.empty();
        }
        Set<Capability> missing = EnumSet.copyOf(request.needs());
        missing.removeAll(has);
        if (Reasoning.isStripped(request.context(), view.target())) {
            missing.remove(Capability.REASONING);
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Rejection.of(
                        RejectionReason.CAPABILITY,
                        "lacks " + missing,
                        "declare it if the model has it, or add a target")
                .withMissing(missing));
    }

    /** Not {@code containsAll}, which makes an iterator for each target of each request. */
    private static boolean hasAll(Set<Capability> has, Set<Capability> needs) {
        for (Capability one : ALL_CAPABILITIES) {
            if (needs.contains(one) && !has.contains(one)) {
                return false;
            }
        }
        return true;
    }

    /** Refuses only what is certainly too long; where the text is denser than that, the provider refuses it. */
    private static Optional<Rejection> contextLength(long least, RequestFacts request, TargetView view) {
        OptionalLong window = view.target().contextWindow();
        if (window.isEmpty()) {
            return Optional.empty();
        }
        long output = request.parameters().maxTokens().orElse(0);
        if (least + output <= window.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of(Rejection.of(
                RejectionReason.CONTEXT_LENGTH,
                "needs " + least + " tokens of input or more and " + output + " of output, of " + window.getAsLong(),
                "shorten the request, lower maxTokens, or add a target with a larger context window"));
    }

    private static Optional<Rejection> reasoning(RequestFacts request, TargetView view) {
        Optional<ReasoningOrigin> origin = request.context().reasoningFrom();
        if (origin.isEmpty() || !request.needs().contains(Capability.REASONING)) {
            return Optional.empty();
        }
        boolean refused =
                origin.get().isForeignTo(view.target()) && !origin.get().strippable();
        return refused ? Optional.of(FOREIGN_REASONING) : Optional.empty();
    }

    private static Optional<Rejection> path(RouteMatrix matrix, RequestFacts request, TargetView view) {
        List<Path> allowed = matrix.rule(request.context().operation()).paths();
        if (allowed.contains(view.target().path())) {
            return Optional.empty();
        }
        return Optional.of(Rejection.of(
                RejectionReason.PATH,
                request.context().operation() + " may not use path "
                        + view.target().path(),
                "allow the path in the route matrix"));
    }
}
