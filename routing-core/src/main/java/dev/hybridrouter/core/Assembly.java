package dev.hybridrouter.core;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.cache.AnswerCache;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.internal.admit.EntryStage;
import dev.hybridrouter.core.internal.affinity.Affinity;
import dev.hybridrouter.core.internal.affinity.PromptHolds;
import dev.hybridrouter.core.internal.cache.Answers;
import dev.hybridrouter.core.internal.cache.CacheBook;
import dev.hybridrouter.core.internal.cache.SecondLevelMeters;
import dev.hybridrouter.core.internal.cache.SharedAnswers;
import dev.hybridrouter.core.internal.control.KillBoard;
import dev.hybridrouter.core.internal.control.KillGate;
import dev.hybridrouter.core.internal.control.KillMeters;
import dev.hybridrouter.core.internal.control.RuleWatch;
import dev.hybridrouter.core.internal.engine.Engine;
import dev.hybridrouter.core.internal.engine.Router;
import dev.hybridrouter.core.internal.engine.TargetLooks;
import dev.hybridrouter.core.internal.guard.GuardMeters;
import dev.hybridrouter.core.internal.guard.GuardRoom;
import dev.hybridrouter.core.internal.guard.GuardStage;
import dev.hybridrouter.core.internal.guard.GuardedDispatch;
import dev.hybridrouter.core.internal.health.PermitGate;
import dev.hybridrouter.core.internal.health.TargetState;
import dev.hybridrouter.core.internal.money.BudgetMeters;
import dev.hybridrouter.core.internal.money.MoneyGate;
import dev.hybridrouter.core.internal.money.PriceGate;
import dev.hybridrouter.core.internal.money.Tariffs;
import dev.hybridrouter.core.internal.money.Treasury;
import dev.hybridrouter.core.internal.observe.FallbackMeters;
import dev.hybridrouter.core.internal.observe.Listeners;
import dev.hybridrouter.core.internal.observe.LoggingListener;
import dev.hybridrouter.core.internal.observe.MicrometerListener;
import dev.hybridrouter.core.internal.plan.Constraints;
import dev.hybridrouter.core.internal.plan.Course;
import dev.hybridrouter.core.internal.plan.Courses;
import dev.hybridrouter.core.internal.plan.PlanStage;
import dev.hybridrouter.core.internal.plan.Planner;
import dev.hybridrouter.core.internal.plan.ReasoningGate;
import dev.hybridrouter.core.internal.plan.Snapshot;
import dev.hybridrouter.core.internal.quota.Headroom;
import dev.hybridrouter.core.internal.quota.QuotaGate;
import dev.hybridrouter.core.internal.run.AttemptBudget;
import dev.hybridrouter.core.internal.run.RunKit;
import dev.hybridrouter.core.internal.run.RunStage;
import dev.hybridrouter.core.internal.run.SideBySide;
import dev.hybridrouter.core.internal.share.ShareStage;
import dev.hybridrouter.core.internal.share.SharedAnswerPool;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.similar.SimilarAnswers;
import dev.hybridrouter.core.internal.similar.SimilarMeters;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.internal.tools.OwnTimer;
import dev.hybridrouter.core.internal.waiting.WaitingRoom;
import dev.hybridrouter.core.internal.way.Arrivals;
import dev.hybridrouter.core.internal.way.CallRegistry;
import dev.hybridrouter.core.internal.way.Dispatch;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.internal.way.Preparation;
import dev.hybridrouter.core.internal.way.Slots;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.core.internal.way.ViewContributor;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.PolicySnapshot;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.RouterListener;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.spi.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.micrometer.core.instrument.search.Search;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a router together from what was set. Used once. */
final class Assembly {
    private static final String CACHE_NAME = "hybridrouter";
    private static final Rejection RESTING = Rejection.of(
            RejectionReason.RESTING, "the routing policy lets the target rest", "change the policy, or add targets");

    private final HybridRouterBuilder set;
    private final PolicyControl policies;
    private final KillBoard control;
    private final List<Target> destinations;
    private final List<ProviderAdapter> serving;
    private final List<Runnable> releases = new ArrayList<>();

    Assembly(HybridRouterBuilder set, PolicyControl policies) {
        this.set = set;
        this.policies = policies;
        this.control = new KillBoard(set.clock);
        this.destinations = Check.notEmpty(List.copyOf(set.targets.values()), "targets");
        this.serving = destinations.stream().map(this::adapterOf).toList();
    }

    HybridRouter router() {
        checkQuotas();
        checkPolicy(policies.current().policy());
        GuardedTimer timer = new GuardedTimer(set.scheduler != null ? set.scheduler : ownTimer());
        set.adapters.values().forEach(adapter -> releases.add(adapter::close));
        long now = set.clock.nanoTime();
        Time time = new Time(set.clock, timer, set.seed != null ? set.seed : now ^ System.identityHashCode(this));
        List<TargetState> states = destinations.stream()
                .map(target -> new TargetState(target, set.breaker, now))
                .toList();
        Ledger kept = set.ledger != null ? set.ledger : InMemoryLedger.create();
        CacheBook book = set.cache == null || set.cache.explainedMisses() == 0
                ? null
                : new CacheBook(set.cache.explainedMisses());
        Listeners told = new Listeners(allListeners(kept, book, timer), set.meterRegistry);
        control.onEvent(told::killSwitchEvent);
        InputEstimates estimates = inputEstimates();
        Tariffs tariffs = new Tariffs(destinations, serving, set.priceBook, estimates, set.clock);
        SideCalls sideCalls = new SideCalls(time, control, set.meterRegistry);
        releases.add(0, sideCalls::close); // before a timer of our own
        Treasury treasury = treasury(kept, tariffs, told, sideCalls);
        GuardRoom guards = set.guards == null ? null : new GuardRoom(set.guards, sideCalls, told::guardInspected);
        Slots slots = new Slots();
        Courses courses = courses();
        CallRegistry calls = new CallRegistry();
        Arrivals arrivals = new Arrivals(set.clock, told, calls, context -> courses.current()
                .policy()
                .matrix()
                .rule(context.operation())
                .deadline());
        WaitingRoom<Hold> waiting =
                new WaitingRoom<>(set.quotas == null ? 0 : set.quotas.maxWaiting(), set.clock, timer);
        Headroom headroom =
                set.quotas == null ? null : new Headroom(set.quotas, destinations, estimates, set.clock, waiting);
        MoneyGate money = treasury == null ? null : new MoneyGate(treasury, slots.next());
        Affinity affinity = set.affinity == null
                ? null
                : new Affinity(new PromptHolds(set.affinity, destinations, set.clock), slots.next());
        List<ViewContributor> contributors = new ArrayList<>();
        if (headroom != null) {
            contributors.add(headroom);
        }
        if (affinity != null) {
            contributors.add(affinity);
        }
        Snapshot snapshot = new Snapshot(new TargetLooks(states, tariffs), contributors, courses, slots.next());
        List<Stage> stages = new ArrayList<>();
        stages.add(new EntryStage(arrivals, call -> control.refusal(call.context(), null, call.number()), set.clock));
        if (guards != null) {
            stages.add(new GuardStage(guards, set.clock));
        }
        ShareStage share =
                set.cache == null ? null : new ShareStage(pool(time, book, sideCalls, snapshot), arrivals, time);
        if (share != null) {
            stages.add(share);
        }
        List<Preparation> preparations = new ArrayList<>();
        if (money != null) {
            preparations.add(money);
        }
        if (affinity != null) {
            preparations.add(affinity);
        }
        stages.add(new PlanStage(snapshot, preparations, money == null ? call -> null : money::affordability, time));
        List<Gate> gates = new ArrayList<>();
        gates.add(snapshot);
        gates.add(new PermitGate(states));
        if (headroom != null) {
            gates.add(new QuotaGate(headroom));
        }
        gates.add(money != null ? money : new PriceGate(tariffs));
        gates.add(new ReasoningGate());
        if (affinity != null) {
            gates.add(affinity);
        }
        gates.add(new KillGate(control));
        stages.add(new RunStage(new RunKit(
                new RunKit.Destinations(
                        destinations(guards),
                        (target, at) -> states.get(target).isOutOfService(at),
                        estimates::observe),
                gates,
                new RunKit.Extras(new AttemptBudget(set.attemptBudget, now), SideBySide.NEVER),
                waiting,
                time,
                told)));
        Engine engine = new Engine(
                stages,
                arrivals,
                calls,
                time,
                new Engine.Faces(control, share == null ? AnswerCache.none() : share.answers()));
        control.onCancel(scope -> {
            engine.halt(scope);
            sideCalls.halt(scope);
        });
        return new Router(engine, releases);
    }

    private List<RunKit.Destination> destinations(@Nullable GuardRoom guards) {
        List<RunKit.Destination> all = new ArrayList<>();
        for (int i = 0; i < serving.size(); i++) {
            Dispatch plain = Dispatch.to(serving.get(i));
            all.add(new RunKit.Destination(
                    destinations.get(i), guards == null ? plain : new GuardedDispatch(plain, guards)));
        }
        return all;
    }

    private InputEstimates inputEstimates() {
        BudgetPolicy budgets = set.budgets;
        return budgets == null
                ? new InputEstimates(
                        destinations, BudgetPolicy.DEFAULT_TOKENS_PER_IMAGE, BudgetPolicy.DEFAULT_TOKENS_PER_DOCUMENT)
                : new InputEstimates(destinations, budgets.tokensPerImage(), budgets.tokensPerDocument());
    }

    private Courses courses() {
        PolicySnapshot first = policies.current();
        Courses courses = new Courses(course(first));
        policies.govern(new PolicyControl.Governed() {
            @Override
            public void check(RoutingPolicy policy) {
                checkPolicy(policy);
            }

            @Override
            public void apply(PolicySnapshot snapshot) {
                courses.change(course(snapshot));
            }
        });
        return courses;
    }

    private Course course(PolicySnapshot snapshot) {
        return new Course(snapshot.policy(), planner(snapshot));
    }

    private Planner planner(PolicySnapshot snapshot) {
        RoutingPolicy policy = snapshot.policy();
        List<RoutingStrategy> chain =
                policy.strategies().isEmpty() ? List.of(Strategies.routeMatrix(policy.matrix())) : policy.strategies();
        return new Planner(
                Constraints.of(policy.matrix(), destinations, InputEstimates::least, rules(policy)),
                chain,
                snapshot.version());
    }

    private void checkPolicy(RoutingPolicy policy) {
        for (TargetId target : policy.resting()) {
            if (!set.targets.containsKey(target.value())) {
                throw Check.invalid("policy.resting", target, "only targets of this router");
            }
        }
        if (policy.resting().size() == destinations.size()) {
            throw Check.invalid(
                    "policy.resting",
                    policy.resting(),
                    "a target that does not rest; to stop all, throw the kill switch");
        }
    }

    private SharedAnswerPool pool(Time time, @Nullable CacheBook book, SideCalls sideCalls, Snapshot snapshot) {
        CachePolicy policy = Objects.requireNonNull(set.cache);
        SharedAnswers shared = policy.secondLevel()
                .map(second -> new SharedAnswers(second, policy, set.clock, sideCalls, destinations))
                .orElse(null);
        Answers answers = new Answers(policy, set.clock, shared, book);
        MeterRegistry registry = set.meterRegistry;
        if (registry != null) {
            CaffeineCacheMetrics.monitor(registry, answers.caffeine(), CACHE_NAME);
            releases.add(
                    () -> Search.in(registry).tag("cache", CACHE_NAME).meters().forEach(registry::remove));
            if (shared != null) {
                releases.add(new SecondLevelMeters(registry, shared.tally())::close);
            }
        }
        return new SharedAnswerPool(
                answers,
                destinations,
                similarAnswers(answers, time, sideCalls),
                (call, target) -> snapshot.check(call, target, time.now()),
                time);
    }

    private @Nullable SimilarAnswers similarAnswers(Answers answers, Time time, SideCalls sideCalls) {
        SemanticPolicy policy = answers.policy().semantic().orElse(null);
        if (policy == null) {
            return null;
        }
        SimilarAnswers similar = new SimilarAnswers(policy, answers, time, sideCalls);
        if (set.meterRegistry != null) {
            releases.add(new SimilarMeters(set.meterRegistry, similar)::close);
        }
        return similar;
    }

    private List<Constraint> rules(RoutingPolicy policy) {
        List<Constraint> rules = new ArrayList<>();
        rules.add((request, view) -> Optional.ofNullable(control.refusalOfAll(request.context(), view.target())));
        if (!policy.resting().isEmpty()) {
            rules.add((request, view) ->
                    policy.resting().contains(view.target().id()) ? Optional.of(RESTING) : Optional.empty());
        }
        if (set.tenantModels != null) {
            rules.add(set.tenantModels);
        }
        rules.addAll(set.constraints);
        return rules;
    }

    private void checkQuotas() {
        if (set.quotas == null) {
            return;
        }
        for (TargetId target : set.quotas.targets().keySet()) {
            if (!set.targets.containsKey(target.value())) {
                throw Check.invalid("quotas.targets", target, "only targets of this router");
            }
        }
    }

    private @Nullable Treasury treasury(Ledger kept, Tariffs tariffs, Listeners told, SideCalls sideCalls) {
        if (set.budgets == null) {
            return null;
        }
        Treasury treasury = new Treasury(
                set.budgets, kept, destinations, tariffs, new Treasury.Means(set.clock, sideCalls), told::budgetEvent);
        sideCalls.money(treasury);
        return treasury;
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

    private static boolean hasSeveralPaths(List<Target> targets) {
        return targets.stream().map(Target::path).distinct().count() > 1;
    }

    private List<RouterListener> allListeners(Ledger kept, @Nullable CacheBook book, GuardedTimer timer) {
        List<RouterListener> all = new ArrayList<>();
        MeterRegistry registry = set.meterRegistry;
        if (registry != null) {
            MicrometerListener meters = new MicrometerListener(
                    registry, operation -> policies.current().policy().matrix().knows(operation));
            KillMeters stops = new KillMeters(registry, control);
            releases.add(meters::close);
            releases.add(stops::close);
            all.add(meters);
            all.add(stops);
        }
        if (registry != null && hasSeveralPaths(destinations)) {
            FallbackMeters fallbacks = new FallbackMeters(registry, destinations, this::preferredPaths);
            releases.add(fallbacks::close);
            all.add(fallbacks);
        }
        if (registry != null && set.budgets != null) {
            BudgetMeters meters = new BudgetMeters(registry, set.budgets, kept, set.clock);
            releases.add(meters::close);
            all.add(meters);
        }
        if (registry != null && set.guards != null) {
            all.add(new GuardMeters(registry));
        }
        if (set.killRules != null) {
            RuleWatch watch = new RuleWatch(set.killRules, control, set.clock, timer);
            releases.add(0, watch::close); // before a timer of our own
            all.add(watch);
        }
        if (book != null) {
            all.add(book);
        }
        all.add(new LoggingListener());
        all.addAll(set.listeners);
        return all;
    }

    /** The paths of an operation type, preferred first; empty if the strategies are the host's own. */
    private List<Path> preferredPaths(OperationType operation) {
        RoutingPolicy policy = policies.current().policy();
        return policy.strategies().isEmpty() ? policy.matrix().rule(operation).paths() : List.of();
    }

    private TaskScheduler ownTimer() {
        OwnTimer timer = new OwnTimer();
        releases.add(timer::close);
        return timer;
    }
}
