package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.cache.AnswerCache;
import dev.hybridrouter.core.internal.admit.EntryStage;
import dev.hybridrouter.core.internal.control.KillGate;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Foundation;
import dev.hybridrouter.core.internal.feature.Order;
import dev.hybridrouter.core.internal.health.PermitGate;
import dev.hybridrouter.core.internal.health.TargetService;
import dev.hybridrouter.core.internal.money.PriceGate;
import dev.hybridrouter.core.internal.plan.PlanStage;
import dev.hybridrouter.core.internal.plan.ReasoningGate;
import dev.hybridrouter.core.internal.plan.Snapshot;
import dev.hybridrouter.core.internal.run.AttemptBudget;
import dev.hybridrouter.core.internal.run.RunKit;
import dev.hybridrouter.core.internal.run.RunStage;
import dev.hybridrouter.core.internal.way.Affordability;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Dispatch;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Preparation;
import dev.hybridrouter.core.internal.way.SideBySide;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.core.internal.way.StatusSource;
import dev.hybridrouter.core.internal.way.ViewContributor;
import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.FlowSource;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.erasure.SubjectStore;
import dev.hybridrouter.spi.event.RouterListener;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects what features install, and makes the router of it. Used once. */
public final class Installation implements Fitting {
    private final Base base;
    private final Map<Order.OfStage, List<Stage>> stages = new EnumMap<>(Order.OfStage.class);
    private final Map<Order.OfGate, List<Gate>> gates = new EnumMap<>(Order.OfGate.class);
    private final List<Preparation> preparations = new ArrayList<>();
    private final List<ViewContributor> contributors = new ArrayList<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private final List<RouterListener> listeners = new ArrayList<>();
    private final List<StatusSource> sources = new ArrayList<>();
    private final List<SubjectStore> stores = new ArrayList<>();
    private final List<FlowSource> flows = new ArrayList<>();
    private final List<String> fixedRules = new ArrayList<>();
    private final OptionFlows options = new OptionFlows();
    private final List<Runnable> releases = new ArrayList<>();
    private Function<CallContext, @Nullable Affordability> affordability = call -> null;
    private UnaryOperator<Dispatch> wrapping = dispatch -> dispatch;
    private SideBySide sideBySide = SideBySide.NEVER;
    private AnswerCache cache = AnswerCache.none();

    /** Begins an installation without features. */
    public Installation(Base base) {
        this.base = base;
    }

    @Override
    public Foundation foundation() {
        return base;
    }

    @Override
    public void stage(Order.OfStage where, Stage stage) {
        stages.computeIfAbsent(where, none -> new ArrayList<>()).add(stage);
    }

    @Override
    public void gate(Order.OfGate where, Gate gate) {
        gates.computeIfAbsent(where, none -> new ArrayList<>()).add(gate);
    }

    @Override
    public void preparation(Preparation preparation) {
        preparations.add(preparation);
    }

    @Override
    public void view(ViewContributor contributor) {
        contributors.add(contributor);
    }

    @Override
    public void constraint(Constraint constraint) {
        constraints.add(constraint);
    }

    @Override
    public void affordability(Function<CallContext, @Nullable Affordability> budgets) {
        affordability = budgets;
    }

    @Override
    public void dispatch(UnaryOperator<Dispatch> wrap) {
        UnaryOperator<Dispatch> inner = wrapping;
        wrapping = dispatch -> wrap.apply(inner.apply(dispatch));
    }

    @Override
    public void sideBySide(SideBySide rule) {
        sideBySide = rule;
    }

    @Override
    public void listener(RouterListener listener) {
        listeners.add(listener);
    }

    @Override
    public void cache(AnswerCache installed) {
        cache = installed;
    }

    @Override
    public void status(StatusSource source) {
        sources.add(source);
    }

    @Override
    public void subjectStore(SubjectStore store) {
        stores.add(store);
    }

    @Override
    public void flows(FlowSource source) {
        if (!flows.contains(source)) {
            flows.add(source);
        }
    }

    /** Adds a rule for all requests that no policy changes, in words. */
    public void fixedRule(String rule) {
        fixedRules.add(rule);
    }

    @Override
    public void onClose(Runnable release) {
        releases.add(0, release);
    }

    /** The hard rules that features installed; grows while they do. */
    public List<Constraint> constraints() {
        return constraints;
    }

    /**
     * Makes the router.
     *
     * @param extras how many attempts beyond the first its requests may make
     * @param last what to release after all that features installed
     */
    public Router router(AttemptBudgetPolicy extras, List<Runnable> last) {
        base.listeners.open(listeners, base.time.clock());
        base.control.onEvent(base.listeners::killSwitchEvent);
        Snapshot snapshot = new Snapshot(base.views, contributors, base.courses);
        stores.add(0, new InProgress(base.calls, base.time.clock()));
        Erasure erasure = new Erasure(stores, base.time);
        Engine engine = new Engine(
                allStages(snapshot, allGates(snapshot), extras),
                base.arrivals,
                base.calls,
                base.time,
                new Engine.Faces(
                        base.control,
                        cache,
                        new StatusBoard(base, sources),
                        erasure,
                        new Mapping(base, options, flows, fixedRules)));
        base.control.onCancel(scope -> {
            engine.halt(scope); // first: an attempt whose answer a guard is at ends as stopped
            base.sideCalls.halt(scope);
        });
        List<Runnable> all = new ArrayList<>();
        all.add(erasure::close);
        all.add(base.sideCalls::close); // before the timer that ends them
        all.addAll(releases);
        all.addAll(last);
        return new Router(engine, all);
    }

    private List<Stage> allStages(Snapshot snapshot, List<Gate> all, AttemptBudgetPolicy extras) {
        List<Stage> way = new ArrayList<>();
        way.add(new EntryStage(
                base.arrivals, call -> base.control.refusal(call.context(), null, call.number()), base.time.clock()));
        stages.values().forEach(way::addAll);
        way.add(new PlanStage(snapshot, preparations, affordability, base.time));
        way.add(new RunStage(new RunKit(
                new RunKit.Destinations(destinations(), new TargetService(base.states), base.estimates),
                new RunKit.Checks(all, base.control, base.maxAnswerBytes),
                new RunKit.Extras(new AttemptBudget(extras, base.time.now()), sideBySide),
                base.waiting,
                base.time,
                base.listeners)));
        return way;
    }

    /** The kill switch is the last gate, whatever was installed. */
    private List<Gate> allGates(Snapshot snapshot) {
        gates.computeIfAbsent(Order.OfGate.MONEY, none -> List.of(new PriceGate(base.tariffs)));
        List<Gate> all = new ArrayList<>();
        all.add(snapshot);
        all.add(new PermitGate(base.states, base.waiting));
        gates.values().forEach(all::addAll);
        all.add(new ReasoningGate());
        all.add(new KillGate(base.control));
        return all;
    }

    private List<RunKit.Destination> destinations() {
        List<RunKit.Destination> all = new ArrayList<>();
        for (int i = 0; i < base.targets.size(); i++) {
            ProviderAdapter adapter = base.adapters.get(i);
            Dispatch plain = new TracedDispatch(Dispatch.to(adapter), options, base.targets.get(i), adapter);
            all.add(new RunKit.Destination(base.targets.get(i), wrapping.apply(plain)));
        }
        return all;
    }
}
