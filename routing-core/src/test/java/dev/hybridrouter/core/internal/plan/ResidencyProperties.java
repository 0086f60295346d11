package dev.hybridrouter.core.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RegionSet;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.Strategies;
import dev.hybridrouter.core.internal.tools.Residency;
import dev.hybridrouter.core.internal.way.Planned;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.spi.InputSize;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TargetHealth;
import dev.hybridrouter.spi.TargetView;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A million random routers and requests, planned and checked again as before an attempt. What may serve is computed here a
 * second time from the bare sets, by code that shares nothing with the constraints.
 */
class ResidencyProperties {
    private static final int CASES = 1_000_000;
    private static final long SEED = 20261124;
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
    private static final List<String> REGIONS = List.of(
            "eu-central-1",
            "eu-west-1",
            "eu-west-3",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-2",
            "eu-central-2",
            "us-east-1",
            "us-west-2",
            "ap-northeast-1",
            "me-central-1");
    private static final List<String> MODELS =
            List.of("eu.anthropic.claude", "global.anthropic.claude", "us.amazon.nova", "amazon.nova", "eu.");
    private static final List<OperationType> OPERATIONS =
            List.of(OperationType.STANDARD, OperationType.EMERGENCY, OperationType.BACKGROUND);
    private static final TargetHealth.State[] STATES = TargetHealth.State.values();

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** What a case showed, so that the property cannot hold for want of cases. */
    private static final class Seen {
        private long admitted;
        private long boundAndAdmitted;
        private long outside;
        private long unknown;
        private long keptTooLong;
    }

    @Test
    void noTargetOutsideTheAllowedSet_isEverAdmitted() {
        Seen seen = new Seen();
        for (int number = 0; number < CASES; number++) {
            runCase(number, seen);
        }

        assertThat(seen.admitted).isGreaterThan(CASES / 4L);
        assertThat(seen.boundAndAdmitted).isGreaterThan(CASES / 50L);
        assertThat(seen.outside).isGreaterThan(CASES / 4L);
        assertThat(seen.unknown).isGreaterThan(CASES / 4L);
        assertThat(seen.keptTooLong).isGreaterThan(CASES / 4L);
    }

    private void runCase(int number, Seen seen) {
        List<Target> targets = targets();
        RequestFacts facts = facts();
        RouteMatrix matrix = RouteMatrix.defaults();
        Planner planner = new Planner(
                targets,
                Constraints.of(matrix, targets, request -> 0, new Residency(ManualClock.create()), List.of()),
                List.of(Strategies.routeMatrix(matrix)),
                null,
                1);
        TargetView[] views = targets.stream().map(this::view).toArray(TargetView[]::new);

        Planned plan = planner.plan(facts, views, 0, random.nextLong(), null);

        for (int place : plan.order()) {
            if (!mayServe(facts.context(), targets.get(place))) {
                throw broken(number, "planned", facts, targets.get(place));
            }
        }
        for (int i = 0; i < views.length; i++) {
            judge(number, facts, plan.record().candidates().get(i), targets.get(i), seen);
            // Health may have changed since; the check before an attempt must hold by itself.
            if (planner.check(facts, view(targets.get(i))).isEmpty() && !mayServe(facts.context(), targets.get(i))) {
                throw broken(number, "let through before the attempt", facts, targets.get(i));
            }
        }
    }

    private static void judge(int number, RequestFacts facts, Candidate candidate, Target target, Seen seen) {
        boolean bound = facts.context().residency().isPresent();
        boolean outside = !isInside(facts.context(), target);
        boolean tooLong = !isForgottenInTime(facts.context(), target);
        if (outside != has(candidate, RejectionReason.RESIDENCY)
                || tooLong != has(candidate, RejectionReason.RETENTION)) {
            throw broken(number, "judged wrongly", facts, target);
        }
        int expected = (bound ? 1 : 0) + (facts.context().maxRetention().isPresent() ? 1 : 0);
        if (candidate.evidence().size() != (candidate.admissible() ? expected : 0)) {
            throw broken(number, "without its evidence", facts, target);
        }
        seen.admitted += candidate.admissible() ? 1 : 0;
        seen.boundAndAdmitted += bound && candidate.admissible() ? 1 : 0;
        seen.outside += outside ? 1 : 0;
        seen.unknown += bound && target.handling().destinations().isEmpty() ? 1 : 0;
        seen.keptTooLong += tooLong ? 1 : 0;
    }

    private static boolean has(Candidate candidate, RejectionReason reason) {
        return candidate.rejections().stream().anyMatch(each -> each.reason() == reason);
    }

    private static boolean mayServe(RequestContext context, Target target) {
        return isInside(context, target) && isForgottenInTime(context, target);
    }

    private static boolean isInside(RequestContext context, Target target) {
        if (context.residency().isEmpty()) {
            return true;
        }
        if (target.handling().destinations().isEmpty()) {
            return false;
        }
        if (target.region().isPresent()
                && !context.residency()
                        .get()
                        .allowedRegions()
                        .contains(target.region().get())) {
            return false;
        }
        for (String region : target.handling().destinations().get().regions()) {
            if (!context.residency().get().allowedRegions().contains(region)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isForgottenInTime(RequestContext context, Target target) {
        if (context.maxRetention().isEmpty()) {
            return true;
        }
        long most = context.maxRetention().get().toNanos();
        return target.handling().retention().isPresent()
                && target.handling().retention().get().toNanos() <= most;
    }

    private static AssertionError broken(int number, String how, RequestFacts facts, Target target) {
        return new AssertionError("seed " + SEED + ", case " + number + ": " + target + " was " + how + ": "
                + target.handling().destinations() + ", " + target.handling().retention() + " for "
                + facts.context().residency() + ", " + facts.context().maxRetention());
    }

    private List<Target> targets() {
        int count = 1 + random.nextInt(4);
        List<Target> targets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Target.Builder target =
                    Target.builder("t" + i, "any", pick(MODELS)).path(random.nextInt(3) == 0 ? Path.MCP : Path.DIRECT);
            if (random.nextInt(2) > 0) {
                target.region(pick(REGIONS));
            }
            if (random.nextInt(4) > 0) {
                target.destinations(new Destinations(regions(3), DAY, "declared by the test"));
            }
            if (random.nextInt(3) > 0) {
                target.retention(Duration.ofDays(random.nextInt(4)));
            }
            if (random.nextInt(4) == 0) {
                target.contextWindow(1_000);
            }
            if (random.nextInt(8) == 0) {
                target.capabilities(Set.of());
            }
            targets.add(target.build());
        }
        return targets;
    }

    private RequestFacts facts() {
        RequestContext.Builder context = RequestContext.builder().operation(pick(OPERATIONS));
        switch (random.nextInt(4)) {
            case 0 -> context.residency(ResidencyRequirement.within(RegionSet.EU));
            case 1 -> context.residency(ResidencyRequirement.within(RegionSet.EU, RegionSet.SWITZERLAND));
            case 2 -> context.residency(new ResidencyRequirement(regions(6)));
            default -> {
                // bound to nothing
            }
        }
        if (random.nextBoolean()) {
            context.maxRetention(Duration.ofDays(random.nextInt(4)));
        }
        Set<Capability> needs = random.nextInt(4) == 0 ? EnumSet.of(Capability.SYSTEM_TEXT) : Set.of();
        return RequestFacts.builder(context.build())
                .needs(needs)
                .input(new InputSize(random.nextInt(20_000), 0, 0))
                .streaming(random.nextBoolean())
                .build();
    }

    private Set<String> regions(int most) {
        Set<String> regions = new HashSet<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            regions.add(pick(REGIONS));
        }
        return regions;
    }

    private TargetView view(Target target) {
        return TargetView.builder(
                        target,
                        TargetHealth.builder(STATES[random.nextInt(STATES.length)])
                                .throttled(random.nextBoolean())
                                .build())
                .build();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
