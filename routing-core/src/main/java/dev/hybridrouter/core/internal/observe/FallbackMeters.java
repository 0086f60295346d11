package dev.hybridrouter.core.internal.observe;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.FallbackRule;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How reliably one path stands in for another. A <em>fallback call</em> to a path is a request that was sent there because
 * a path its operation type prefers failed it or was out of service; it is successful if that path answered it, which the
 * router only lets happen within the deadline. What is the requester's own doing, such as a cancellation or an invalid
 * request, counts for neither. Without fallback calls there is no meter: nothing is known.
 */
public final class FallbackMeters implements RouterListener {
    /** Why a path that a request would have had serves it no longer. */
    private static final Set<RejectionReason> OUT_OF_SERVICE = EnumSet.of(
            RejectionReason.BREAKER_OPEN,
            RejectionReason.MISCONFIGURED,
            RejectionReason.QUOTA,
            RejectionReason.KILL_SWITCH,
            RejectionReason.RESTING);

    private final RouterMeters meters;
    private final Map<TargetId, Path> paths;
    private final Function<OperationType, List<Path>> preferred;
    private final Map<Path, Tally> tallies = new ConcurrentHashMap<>();

    /**
     * Creates the meters of a router; each appears with the first fallback call to its path.
     *
     * @param targets the router's targets
     * @param preferred the paths of an operation type, preferred first; empty if the ranking follows no paths
     */
    public FallbackMeters(RouterMeters meters, List<Target> targets, Function<OperationType, List<Path>> preferred) {
        this.meters = meters;
        this.paths = targets.stream().collect(Collectors.toUnmodifiableMap(Target::id, Target::path));
        this.preferred = preferred;
    }

    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof RequestEnded ended) {
            requestEnded(ended.facts(), ended.result());
        }
    }

    private void requestEnded(RequestFacts request, RouteResult result) {
        Decision decision = result.decision();
        List<Attempt> attempts = decision.attempts();
        if (attempts.isEmpty() || isOwnDoing(result)) {
            return;
        }
        Path last = pathOf(attempts.get(attempts.size() - 1));
        for (int i = 0; i < attempts.size(); i++) {
            Path path = pathOf(attempts.get(i));
            if (isNew(path, attempts, i) && (i > 0 || isSecondChoice(request, decision, path))) {
                tally(path).count(result instanceof RouteResult.Answered && path.equals(last));
            }
        }
    }

    /** Whether none of the attempts before this one was on the path. */
    private boolean isNew(Path path, List<Attempt> attempts, int place) {
        for (int i = 0; i < place; i++) {
            if (path.equals(pathOf(attempts.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOwnDoing(RouteResult result) {
        if (!(result instanceof RouteResult.Failed failed)) {
            return false;
        }
        FailureKind kind = failed.failure().kind();
        return kind == FailureKind.STOPPED || kind.fallback() != FallbackRule.YES;
    }

    /** Whether a path that is preferred to this one was there for the request, and out of service. */
    private boolean isSecondChoice(RequestFacts request, Decision decision, Path path) {
        for (Path better : preferred.apply(request.context().operation())) {
            if (better.equals(path)) {
                return false;
            }
            if (isOutOfService(better, decision.candidates())) {
                return true;
            }
        }
        return false;
    }

    private boolean isOutOfService(Path path, List<Candidate> candidates) {
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            if (!candidate.admissible()
                    && path.equals(paths.get(candidate.target()))
                    && OUT_OF_SERVICE.containsAll(reasons(candidate))) {
                return true;
            }
        }
        return false;
    }

    private static Set<RejectionReason> reasons(Candidate candidate) {
        Set<RejectionReason> reasons = EnumSet.noneOf(RejectionReason.class);
        candidate.rejections().forEach(rejection -> reasons.add(rejection.reason()));
        return reasons;
    }

    private Path pathOf(Attempt attempt) {
        return Objects.requireNonNull(paths.get(attempt.target()));
    }

    private Tally tally(Path path) {
        Tally known = tallies.get(path);
        return known != null ? known : tallies.computeIfAbsent(path, Tally::new);
    }

    /** Fallback calls to one path. */
    private final class Tally {
        private final RecentOutcomes recent = new RecentOutcomes();
        private final Counter answers;
        private final Counter failures;

        Tally(Path path) {
            answers = counter(path, "success");
            failures = counter(path, "failed");
            meters.register(Gauge.builder("hybridrouter.fallback.reliability", this, tally -> tally.recent.lowerBound())
                    .description("Share of the latest 1,000 fallback calls that succeeded, 95 % Wilson lower bound")
                    .tag("path", path.name()));
            meters.register(
                    Gauge.builder("hybridrouter.fallback.independent", this, tally -> tally.recent.independent())
                            .description("How many independent calls the latest 1,000 fallback calls are worth")
                            .baseUnit("requests")
                            .tag("path", path.name()));
        }

        private Counter counter(Path path, String outcome) {
            return Counter.builder("hybridrouter.fallback")
                    .description("Requests sent to a path because one that is preferred failed or was out of service")
                    .baseUnit("requests")
                    .tags("path", path.name(), "outcome", outcome)
                    .register(meters.registry());
        }

        void count(boolean success) {
            recent.add(success);
            (success ? answers : failures).increment();
        }
    }
}
