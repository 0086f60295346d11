package dev.hybridrouter.core;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.internal.cache.Answers;
import dev.hybridrouter.core.internal.execute.AttemptBudget;
import dev.hybridrouter.core.internal.execute.CacheRoom;
import dev.hybridrouter.core.internal.execute.Engine;
import dev.hybridrouter.core.internal.execute.OwnTimer;
import dev.hybridrouter.core.internal.execute.Rooms;
import dev.hybridrouter.core.internal.execute.Router;
import dev.hybridrouter.core.internal.health.TargetState;
import dev.hybridrouter.core.internal.money.Tariffs;
import dev.hybridrouter.core.internal.money.Treasury;
import dev.hybridrouter.core.internal.plan.Constraints;
import dev.hybridrouter.core.internal.plan.Planner;
import dev.hybridrouter.core.internal.publish.BudgetMeters;
import dev.hybridrouter.core.internal.publish.Listeners;
import dev.hybridrouter.core.internal.publish.LoggingListener;
import dev.hybridrouter.core.internal.publish.MicrometerListener;
import dev.hybridrouter.core.internal.publish.SimilarMeters;
import dev.hybridrouter.core.internal.quota.Headroom;
import dev.hybridrouter.core.internal.similar.SimilarAnswers;
import dev.hybridrouter.core.internal.timer.GuardedTimer;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.core.price.PriceBook;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.RouterListener;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.spi.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.micrometer.core.instrument.search.Search;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link HybridRouter}. Needs at least one adapter and one target; everything else has a default. Not
 * thread-safe; can be used once.
 */
public final class HybridRouterBuilder {
    private static final String CACHE_NAME = "hybridrouter";

    private final Map<String, ProviderAdapter> adapters = new LinkedHashMap<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private final List<RouterListener> listeners = new ArrayList<>();
    private List<RoutingStrategy> strategies = List.of();
    private RouteMatrix matrix = RouteMatrix.defaults();
    private RetryPolicy retry = RetryPolicy.defaults();
    private BreakerPolicy breaker = BreakerPolicy.defaults();
    private AttemptBudgetPolicy attemptBudget = AttemptBudgetPolicy.defaults();
    private @Nullable PriceBook priceBook;
    private @Nullable CachePolicy cache;
    private @Nullable BudgetPolicy budgets;
    private @Nullable Ledger ledger;
    private @Nullable Quotas quotas;
    private RouterClock clock = RouterClock.system();
    private @Nullable TaskScheduler scheduler;
    private @Nullable MeterRegistry meterRegistry;
    private @Nullable Long seed;
    private boolean built;

    private HybridRouterBuilder() {}

    /** Returns a builder with all defaults. */
    public static HybridRouterBuilder create() {
        return new HybridRouterBuilder();
    }

    /** Adds a provider adapter; the router closes it when it is closed. */
    public HybridRouterBuilder adapter(ProviderAdapter value) {
        String id = Check.name(Check.notNull(value, "adapter").id(), "adapter.id");
        if (adapters.putIfAbsent(id, value) != null) {
            throw Check.invalid("adapter.id", id, "an id no other adapter of this router has");
        }
        return this;
    }

    /** Adds a target. The order in which targets are added decides where strategies find them equal. */
    public HybridRouterBuilder target(Target value) {
        String id = Check.notNull(value, "target").id().value();
        if (targets.putIfAbsent(id, value) != null) {
            throw Check.invalid("target.id", id, "an id no other target of this router has");
        }
        return this;
    }

    /** Sets priority, deadline and paths by operation type; {@link RouteMatrix#defaults()} unless set. */
    public HybridRouterBuilder routeMatrix(RouteMatrix value) {
        matrix = Check.notNull(value, "routeMatrix");
        return this;
    }

    /**
     * Sets the strategies that order the targets, the most important first, in place of
     * {@link Strategies#routeMatrix(RouteMatrix)}.
     */
    public HybridRouterBuilder strategies(RoutingStrategy... chain) {
        strategies = Check.notEmpty(Arrays.asList(Check.notNull(chain, "strategies")), "strategies");
        return this;
    }

    /** Adds a hard rule to those of the router. */
    public HybridRouterBuilder constraint(Constraint value) {
        constraints.add(Check.notNull(value, "constraint"));
        return this;
    }

    /** Sets how often and how long a request is tried. */
    public HybridRouterBuilder retry(RetryPolicy value) {
        retry = Check.notNull(value, "retry");
        return this;
    }

    /** Sets when a target is taken out of service. */
    public HybridRouterBuilder breaker(BreakerPolicy value) {
        breaker = Check.notNull(value, "breaker");
        return this;
    }

    /** Sets how many extra attempts the router as a whole may make. */
    public HybridRouterBuilder attemptBudget(AttemptBudgetPolicy value) {
        attemptBudget = Check.notNull(value, "attemptBudget");
        return this;
    }

    /**
     * Sets what may be spent. Each attempt's worst case is then held in the ledger before it is sent; targets without a
     * price are not called while a hard budget is set.
     */
    public HybridRouterBuilder budgets(BudgetPolicy value) {
        budgets = Check.notNull(value, "budgets");
        return this;
    }

    /**
     * Lets the router remember answers, and share a call among identical requests in progress. Without it nothing is
     * remembered or shared.
     */
    public HybridRouterBuilder cache(CachePolicy value) {
        cache = Check.notNull(value, "cache");
        return this;
    }

    /**
     * Sets the ledger of the budgets, which the host keeps, and closes after the router; unless set, each router
     * has an {@link InMemoryLedger} of its own.
     */
    public HybridRouterBuilder ledger(Ledger value) {
        ledger = Check.notNull(value, "ledger");
        return this;
    }

    /**
     * Sets what targets charge that carry no tariff of their own, for example {@link PriceBook#bundled()}. A target that is
     * in neither has no known price.
     */
    public HybridRouterBuilder priceBook(PriceBook value) {
        priceBook = Check.notNull(value, "priceBook");
        return this;
    }

    /**
     * Sets what the providers admit. An attempt is then sent only where its target's quota has room for it; targets without
     * room are passed over, and where none has any, the request waits for it within its deadline. Unless set, nothing is
     * watched.
     */
    public HybridRouterBuilder quotas(Quotas value) {
        quotas = Check.notNull(value, "quotas");
        return this;
    }

    /** Sets where meters are registered; without it none are kept. */
    public HybridRouterBuilder meterRegistry(MeterRegistry value) {
        meterRegistry = Check.notNull(value, "meterRegistry");
        return this;
    }

    /** Adds a listener. */
    public HybridRouterBuilder listener(RouterListener value) {
        listeners.add(Check.notNull(value, "listener"));
        return this;
    }

    /** Sets the source of time; the system's clock unless set. */
    public HybridRouterBuilder clock(RouterClock value) {
        clock = Check.notNull(value, "clock");
        return this;
    }

    /** Sets the source of delayed work, which the host keeps and ends; unless set the router has a thread of its own. */
    public HybridRouterBuilder scheduler(TaskScheduler value) {
        scheduler = Check.notNull(value, "scheduler");
        return this;
    }

    /** Sets the number from which all chance of the router follows; unless set it differs from router to router. */
    public HybridRouterBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Returns the router.
     *
     * @throws IllegalStateException if it was built before: two routers would share adapters that either closes
     * @throws IllegalArgumentException if adapter or target is missing, or a target does not fit its adapter; the
     *     message names the field and the fix
     */
    public HybridRouter build() {
        if (built) {
            throw new IllegalStateException("build: called twice (expected: a new builder for each router)");
        }
        List<Target> destinations = Check.notEmpty(List.copyOf(targets.values()), "targets");
        List<ProviderAdapter> serving =
                destinations.stream().map(this::adapterOf).toList();
        checkQuotas();
        List<Runnable> releases = new ArrayList<>();
        GuardedTimer timer = new GuardedTimer(scheduler != null ? scheduler : ownScheduler(releases));
        adapters.values().forEach(adapter -> releases.add(adapter::close));

        long now = clock.nanoTime();
        List<TargetState> states = destinations.stream()
                .map(target -> new TargetState(target, breaker, now))
                .toList();
        List<RoutingStrategy> chain = strategies.isEmpty() ? List.of(Strategies.routeMatrix(matrix)) : strategies;
        Ledger kept = ledger != null ? ledger : InMemoryLedger.create();
        Listeners told = new Listeners(allListeners(kept, releases), meterRegistry);
        Tariffs tariffs = new Tariffs(destinations, serving, priceBook, clock);
        Planner planner = new Planner(Constraints.of(matrix, destinations, constraints), chain);
        Rooms rooms = new Rooms(
                states,
                serving,
                planner,
                retry,
                new AttemptBudget(attemptBudget, now),
                new Rooms.Prices(tariffs, treasury(kept, destinations, tariffs, told)),
                quotas == null ? null : new Headroom(quotas, destinations, clock, timer),
                new Rooms.Time(clock, timer, seed != null ? seed : now ^ System.identityHashCode(this)),
                told);
        built = true;
        return new Router(new Engine(matrix, rooms, cacheRoom(destinations, timer, releases)), releases);
    }

    private @Nullable CacheRoom cacheRoom(List<Target> destinations, GuardedTimer timer, List<Runnable> releases) {
        if (cache == null) {
            return null;
        }
        Answers answers = new Answers(cache, clock);
        MeterRegistry registry = meterRegistry;
        if (registry != null) {
            CaffeineCacheMetrics.monitor(registry, answers.caffeine(), CACHE_NAME);
            releases.add(
                    () -> Search.in(registry).tag("cache", CACHE_NAME).meters().forEach(registry::remove));
        }
        return new CacheRoom(answers, destinations, similarAnswers(answers, timer, releases));
    }

    private @Nullable SimilarAnswers similarAnswers(Answers answers, GuardedTimer timer, List<Runnable> releases) {
        SemanticPolicy policy = answers.policy().semantic().orElse(null);
        if (policy == null) {
            return null;
        }
        SimilarAnswers similar = new SimilarAnswers(policy, answers, clock, timer);
        if (meterRegistry != null) {
            releases.add(new SimilarMeters(meterRegistry, similar)::close);
        }
        return similar;
    }

    private void checkQuotas() {
        if (quotas == null) {
            return;
        }
        for (TargetId target : quotas.targets().keySet()) {
            if (!targets.containsKey(target.value())) {
                throw Check.invalid("quotas.targets", target, "only targets of this router");
            }
        }
    }

    private @Nullable Treasury treasury(Ledger kept, List<Target> destinations, Tariffs tariffs, Listeners told) {
        if (budgets == null) {
            return null;
        }
        return new Treasury(budgets, kept, destinations, tariffs, clock, told::budgetEvent);
    }

    private ProviderAdapter adapterOf(Target target) {
        ProviderAdapter adapter = adapters.get(target.provider());
        if (adapter == null) {
            throw Check.invalid(
                    "target[" + target.id() + "].provider",
                    target.provider(),
                    "the id of an adapter of this router: " + adapters.keySet());
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

    private List<RouterListener> allListeners(Ledger kept, List<Runnable> releases) {
        List<RouterListener> all = new ArrayList<>();
        if (meterRegistry != null) {
            MicrometerListener meters = new MicrometerListener(meterRegistry, matrix);
            releases.add(meters::close);
            all.add(meters);
        }
        if (meterRegistry != null && budgets != null) {
            BudgetMeters meters = new BudgetMeters(meterRegistry, budgets, kept, clock);
            releases.add(meters::close);
            all.add(meters);
        }
        all.add(new LoggingListener());
        all.addAll(listeners);
        return all;
    }

    private static TaskScheduler ownScheduler(List<Runnable> releases) {
        OwnTimer timer = new OwnTimer();
        releases.add(timer::close);
        return timer;
    }
}
