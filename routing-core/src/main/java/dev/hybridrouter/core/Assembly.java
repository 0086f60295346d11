package dev.hybridrouter.core;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.internal.admit.DataBinding;
import dev.hybridrouter.core.internal.affinity.AffinityFeature;
import dev.hybridrouter.core.internal.control.KillBoard;
import dev.hybridrouter.core.internal.control.KillMeterFeature;
import dev.hybridrouter.core.internal.control.KillRulesFeature;
import dev.hybridrouter.core.internal.engine.Base;
import dev.hybridrouter.core.internal.engine.Installation;
import dev.hybridrouter.core.internal.engine.MeterFeature;
import dev.hybridrouter.core.internal.engine.Router;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.guard.GuardFeature;
import dev.hybridrouter.core.internal.money.BudgetFeature;
import dev.hybridrouter.core.internal.money.Corrections;
import dev.hybridrouter.core.internal.money.Tariffs;
import dev.hybridrouter.core.internal.observe.RouterMeters;
import dev.hybridrouter.core.internal.plan.Constraints;
import dev.hybridrouter.core.internal.plan.Course;
import dev.hybridrouter.core.internal.plan.Courses;
import dev.hybridrouter.core.internal.plan.MediaPlaces;
import dev.hybridrouter.core.internal.plan.OptionPlaces;
import dev.hybridrouter.core.internal.plan.Planner;
import dev.hybridrouter.core.internal.quota.QuotaFeature;
import dev.hybridrouter.core.internal.share.CacheFeature;
import dev.hybridrouter.core.internal.tools.Flows;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.internal.tools.OwnTimer;
import dev.hybridrouter.core.internal.tools.Residency;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.PolicySnapshot;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.FlowSource;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.spi.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts a router together from what was set. Used once. */
final class Assembly {
    private static final Rejection RESTING = Rejection.of(
            RejectionReason.RESTING, "the routing policy lets the target rest", "change the policy, or add targets");

    private final HybridRouterBuilder set;
    private final PolicyControl policies;
    private final KillBoard control;
    private final PolicyCheck check;
    private final List<Target> destinations;
    private final List<ProviderAdapter> serving;
    private final List<Runnable> releases = new ArrayList<>(); // after those of the features
    private final List<Runnable> claims = new ArrayList<>(); // to take back if the router is not built
    private List<Constraint> installed = List.of();

    Assembly(HybridRouterBuilder set, PolicyControl policies) {
        this.set = set;
        this.policies = policies;
        List<Target> declared = Check.notEmpty(List.copyOf(set.targets.values()), "targets");
        this.serving = declared.stream().map(this::adapterOf).toList();
        this.destinations = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            destinations.add(GovernedRouter.reached(declared.get(i), serving.get(i)));
        }
        this.control = new KillBoard(set.clock, destinations, set.killState);
        this.check = new PolicyCheck(set);
    }

    /** Returns the router. If it cannot be built, everything that it claimed is free again. */
    HybridRouter router() {
        try {
            return assembled();
        } catch (RuntimeException | Error e) {
            claims.forEach(Runnable::run);
            throw e;
        }
    }

    private HybridRouter assembled() {
        check.accept(policies.current().policy());
        control.restore();
        Courses courses = new Courses(course(policies.current()));
        Base base = base(courses);
        base.carryBy(set.contextCarrier);
        set.adapters.forEach((id, adapter) -> {
            if (!set.shared.contains(id)) {
                releases.add(adapter::close);
            }
        });
        Installation installation = new Installation(base);
        features(base).forEach(feature -> feature.install(installation));
        set.listeners.forEach(listener -> listen(installation, listener));
        if (set.killState != null) {
            installation.flows(Flows.of(set.killState, "kill-state"));
        }
        if (set.requireResidency) {
            installation.fixedRule("all requests: a residency, their own or by a rule");
        }
        installed = installation.constraints();
        govern(courses, base);
        TargetOrder.log(
                policies.current().policy().matrix().operations().stream()
                        .sorted(Comparator.comparing(OperationType::name))
                        .toList(),
                destinations,
                this::preferredPaths);
        Router router = installation.router(set.attemptBudget, releases);
        StartLog.log(set, destinations, preferredPaths(OperationType.STANDARD));
        return router;
    }

    private static void listen(Installation installation, RouterListener listener) {
        installation.listener(listener);
        if (listener instanceof FlowSource source) {
            installation.flows(source);
        }
    }

    private Base base(Courses courses) {
        GuardedTimer timer = new GuardedTimer(set.scheduler != null ? set.scheduler : ownTimer());
        if (set.seed != null && set.clock.equals(RouterClock.system())) {
            LogEvent.SEED_FIXED.line().with("seed", set.seed).log();
        }
        long seed = set.seed != null ? set.seed : set.clock.nanoTime() ^ System.identityHashCode(this);
        InputEstimates estimates = inputEstimates();
        return new Base(
                new Time(set.clock, timer, seed),
                new Base.Destinations(
                        destinations,
                        serving,
                        set.breaker,
                        new Tariffs(destinations, serving, set.priceBook, estimates, set.clock),
                        estimates,
                        set.maxAnswerBytes),
                control,
                courses,
                set.quotas == null ? Quotas.DEFAULT_MAX_WAITING : set.quotas.maxWaiting(),
                set.meterRegistry == null ? null : meters(set.meterRegistry));
    }

    private RouterMeters meters(MeterRegistry registry) {
        RouterMeters meters = RouterMeters.claim(registry, set.name);
        claims.add(meters::close);
        return meters;
    }

    private TaskScheduler ownTimer() {
        OwnTimer timer = new OwnTimer();
        releases.add(timer::close);
        claims.add(timer::close);
        return timer;
    }

    /** What the host asked for, in the order in which it is installed: listeners are told in that order. */
    private List<Feature> features(Base base) {
        List<Feature> all = new ArrayList<>();
        if (set.meterRegistry != null) {
            all.add(new MeterFeature(
                    operation -> policies.current().policy().matrix().knows(operation), this::preferredPaths));
            all.add(new KillMeterFeature(control));
        }
        if (set.budgets != null) {
            Ledger ledger = set.ledger != null ? set.ledger : InMemoryLedger.create();
            all.add(new BudgetFeature(set.budgets, ledger, base.tariffs()));
            if (set.budgetControl != null) {
                set.budgetControl.bind(
                        new Corrections(set.budgets, ledger, set.clock, base.listeners()::budgetEvent)::make);
                claims.add(set.budgetControl::unbind);
            }
        } else if (set.budgetControl != null) {
            throw Check.invalid("budgetControl", "set", "a router with budgets");
        }
        if (set.quotas != null) {
            all.add(new QuotaFeature(set.quotas));
        }
        if (set.affinity != null) {
            all.add(new AffinityFeature(set.affinity));
        }
        if (set.guards != null) {
            all.add(new GuardFeature(set.guards));
        }
        if (set.killRules != null) {
            all.add(new KillRulesFeature(set.killRules, control));
        }
        if (set.cache != null) {
            all.add(new CacheFeature(set.cache));
        }
        all.addAll(set.features);
        return all;
    }

    private void govern(Courses courses, Base base) {
        courses.change(course(policies.current()));
        policies.govern(new GovernedRouter(base, check, snapshot -> courses.change(course(snapshot))));
        claims.add(policies::ungovern);
    }

    private List<Constraint> rules(RoutingPolicy policy) {
        List<Constraint> rules = new ArrayList<>();
        rules.add(new MediaPlaces(adapters()));
        rules.add(new OptionPlaces(adapters(), new Residency(set.clock)));
        rules.add((request, view) -> Optional.ofNullable(control.refusalOfAll(request.context(), view.target())));
        if (!policy.resting().isEmpty()) {
            rules.add((request, view) ->
                    policy.resting().contains(view.target().id()) ? Optional.of(RESTING) : Optional.empty());
        }
        if (set.tenantModels != null) {
            rules.add(set.tenantModels);
        }
        rules.addAll(set.constraints);
        rules.addAll(installed);
        return rules;
    }

    private Map<TargetId, ProviderAdapter> adapters() {
        Map<TargetId, ProviderAdapter> adapters = new HashMap<>();
        for (int i = 0; i < destinations.size(); i++) {
            adapters.put(destinations.get(i).id(), serving.get(i));
        }
        return adapters;
    }

    private InputEstimates inputEstimates() {
        BudgetPolicy budgets = set.budgets;
        return budgets == null
                ? new InputEstimates(
                        destinations, BudgetPolicy.DEFAULT_TOKENS_PER_IMAGE, BudgetPolicy.DEFAULT_TOKENS_PER_DOCUMENT)
                : new InputEstimates(destinations, budgets.tokensPerImage(), budgets.tokensPerDocument());
    }

    private Course course(PolicySnapshot snapshot) {
        RoutingPolicy policy = snapshot.policy();
        return new Course(policy, planner(snapshot), DataBinding.of(policy.data(), set.requireResidency));
    }

    private Planner planner(PolicySnapshot snapshot) {
        RoutingPolicy policy = snapshot.policy();
        List<RoutingStrategy> chain =
                policy.strategies().isEmpty() ? List.of(Strategies.routeMatrix(policy.matrix())) : policy.strategies();
        return new Planner(
                destinations,
                Constraints.of(
                        policy.matrix(), destinations, InputEstimates::least, new Residency(set.clock), rules(policy)),
                chain,
                policy.ranker().orElse(null),
                snapshot.version());
    }

    private ProviderAdapter adapterOf(Target target) {
        ProviderAdapter adapter = set.adapters.get(target.provider());
        if (adapter == null) {
            throw Check.invalid(
                    "target[" + target.id() + "].provider",
                    target.provider(),
                    "the id of an adapter of this router: " + set.adapters.keySet());
        }
        Set<Capability> beyond = EnumSet.noneOf(Capability.class);
        beyond.addAll(target.capabilities());
        beyond.removeAll(adapter.capabilities());
        if (!beyond.isEmpty()) {
            throw Check.invalid(
                    "target[" + target.id() + "].capabilities",
                    beyond,
                    "only what its adapter carries: " + adapter.capabilities());
        }
        adapter.check(target);
        return adapter;
    }

    /** The paths of an operation type, preferred first; empty if the strategies or the ranker are the host's own. */
    private List<Path> preferredPaths(OperationType operation) {
        RoutingPolicy policy = policies.current().policy();
        boolean isOurs = policy.strategies().isEmpty() && policy.ranker().isEmpty();
        return isOurs ? policy.matrix().rule(operation).paths() : List.of();
    }
}
