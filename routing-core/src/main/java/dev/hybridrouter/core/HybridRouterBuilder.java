package dev.hybridrouter.core;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.tools.Flows;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.core.policy.AttemptBudgetPolicy;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.core.policy.DataPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.policy.KillRules;
import dev.hybridrouter.core.policy.RetryPolicy;
import dev.hybridrouter.core.policy.RouteMatrix;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.core.policy.TenantModels;
import dev.hybridrouter.core.price.PriceBook;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.ContextCarrier;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.Ranker;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.spi.control.KillStateStore;
import dev.hybridrouter.spi.erasure.SubjectStore;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.spi.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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
    final Map<String, ProviderAdapter> adapters = new LinkedHashMap<>();
    final Map<String, Target> targets = new LinkedHashMap<>();
    final Set<String> shared = new HashSet<>();
    final List<Constraint> constraints = new ArrayList<>();
    final List<RouterListener> listeners = new ArrayList<>();
    final List<Feature> features = new ArrayList<>();
    private final RoutingPolicy.Builder policy = RoutingPolicy.builder();
    private boolean policySet;
    private @Nullable PolicyControl policies;

    @Nullable
    KillRules killRules;

    @Nullable
    GuardPolicy guards;

    @Nullable
    TenantModels tenantModels;

    @Nullable
    KillStateStore killState;

    boolean requireResidency;
    BreakerPolicy breaker = BreakerPolicy.defaults();
    AttemptBudgetPolicy attemptBudget = AttemptBudgetPolicy.defaults();
    long maxAnswerBytes = 16L * 1024 * 1024;

    @Nullable
    PriceBook priceBook;

    @Nullable
    CachePolicy cache;

    @Nullable
    AffinityPolicy affinity;

    @Nullable
    BudgetPolicy budgets;

    @Nullable
    Ledger ledger;

    @Nullable
    BudgetControl budgetControl;

    @Nullable
    Quotas quotas;

    RouterClock clock = RouterClock.system();
    ContextCarrier contextCarrier = MdcCarrier.create();

    @Nullable
    TaskScheduler scheduler;

    @Nullable
    MeterRegistry meterRegistry;

    @Nullable
    Long seed;

    String name = "default";

    private boolean built;

    private HybridRouterBuilder() {}

    /** Returns a builder with all defaults. */
    public static HybridRouterBuilder create() {
        return new HybridRouterBuilder();
    }

    /**
     * Sets the name of the router, which the tag {@code router} of its gauges has. A router whose name another open router of the
     * same registry has gets a number behind it: {@code default}, {@code default-2}. Default: {@code default}.
     *
     * @param value 1 to 256 of A-Z a-z 0-9 . _ : / @ -, starting with a letter or digit
     * @throws IllegalArgumentException if it is malformed
     */
    public HybridRouterBuilder name(String value) {
        name = Check.name(value, "name");
        return this;
    }

    /**
     * Adds a provider adapter that stays open when the router is closed, so that other routers can use it too. You close it, after
     * the last of them.
     *
     * @throws IllegalArgumentException if another adapter of this router has its id
     */
    public HybridRouterBuilder sharedAdapter(ProviderAdapter value) {
        adapter(value);
        shared.add(value.id());
        return this;
    }

    /** Adds a provider adapter; the router closes it when it is closed. Use {@link #sharedAdapter} if other routers use it. */
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
        policy.matrix(Check.notNull(value, "routeMatrix"));
        policySet = true;
        return this;
    }

    /**
     * Sets the strategies that order the targets, the most important first, in place of
     * {@link Strategies#routeMatrix(RouteMatrix)}.
     */
    public HybridRouterBuilder strategies(RoutingStrategy... chain) {
        policy.strategies(Check.notEmpty(Arrays.asList(Check.notNull(chain, "strategies")), "strategies")
                .toArray(RoutingStrategy[]::new));
        policySet = true;
        return this;
    }

    /** Sets what has the last word on the order of the targets, after the strategies. Default: nobody has. */
    public HybridRouterBuilder ranker(Ranker value) {
        policy.ranker(Check.notNull(value, "ranker"));
        policySet = true;
        return this;
    }

    /**
     * Sets route matrix, retries, strategies, ranker, resting targets, and data policy in one, so that they can be changed while
     * the router works. It takes the place of {@link #routeMatrix}, {@link #retry}, {@link #strategies}, {@link #ranker}, and
     * {@link #dataPolicy}.
     */
    public HybridRouterBuilder policies(PolicyControl value) {
        policies = Check.notNull(value, "policies");
        return this;
    }

    /** Sets what inspects requests and answers; nothing does, unless set. */
    public HybridRouterBuilder guards(GuardPolicy value) {
        guards = Check.notNull(value, "guards");
        return this;
    }

    /** Sets when the kill switch is thrown by itself; never, unless set. */
    public HybridRouterBuilder killRules(KillRules value) {
        killRules = Check.notNull(value, "killRules");
        return this;
    }

    /**
     * Sets where the state of the kill switch outlives the router. It is loaded when the router is built, and each change is saved.
     * You keep it; several routers may share one. Default: none, a new router starts with nothing engaged.
     */
    public HybridRouterBuilder killState(KillStateStore value) {
        killState = Check.notNull(value, "killState");
        return this;
    }

    /** Sets the rules about data that hold for all requests, or by tenant, operation type, and sensitivity. Default: none. */
    public HybridRouterBuilder dataPolicy(DataPolicy value) {
        policy.data(Check.notNull(value, "dataPolicy"));
        policySet = true;
        return this;
    }

    /**
     * Rejects every request that has no residency, neither of its own nor by the data policy. No later policy takes that back.
     * Default: such a request may be processed anywhere.
     */
    public HybridRouterBuilder requireResidency() {
        requireResidency = true;
        return this;
    }

    /** Adds a hard rule to those of the router. */
    public HybridRouterBuilder constraint(Constraint value) {
        constraints.add(Check.notNull(value, "constraint"));
        return this;
    }

    /** Sets which models each tenant may use; all, unless set. */
    public HybridRouterBuilder tenantModels(TenantModels value) {
        tenantModels = Check.notNull(value, "tenantModels");
        return this;
    }

    /** Sets how often and how long a request is tried. */
    public HybridRouterBuilder retry(RetryPolicy value) {
        policy.retry(Check.notNull(value, "retry"));
        policySet = true;
        return this;
    }

    /**
     * Sets how large an answer may be, whichever adapter it comes from; the router, its guards and its cache keep no more of one. A
     * larger answer fails as {@code REFUSED}, which says nothing about the target's health; of a stream, the caller keeps what
     * came before. Default: 16 MiB. Adapters have limits of their own for what they read.
     *
     * @param value in bytes, a character of text as one, at least 1; the input of a streamed tool use counts as it arrives and
     *     once more when it is whole
     */
    public HybridRouterBuilder maxAnswerBytes(long value) {
        maxAnswerBytes = Check.atLeast(1, value, "maxAnswerBytes");
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
     * Lets the router remember what the targets' prompt caches hold, so that strategies see it; give it
     * {@link Strategies#affinity} with the same policy to act on it. Only hashes of prompts are kept. Without it nothing
     * is.
     */
    public HybridRouterBuilder affinity(AffinityPolicy value) {
        affinity = Check.notNull(value, "affinity");
        return this;
    }

    /** Sets what corrects the settled amounts of the budgets; the host keeps it. Needs budgets. Default: nobody does. */
    public HybridRouterBuilder budgetControl(BudgetControl value) {
        budgetControl = Check.notNull(value, "budgetControl");
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

    /**
     * Sets what carries the context of the thread that makes a request to all threads that work on it. Default:
     * {@link MdcCarrier}, so that log lines carry the caller's MDC. To carry nothing, pass {@link ContextCarrier#none()}.
     */
    public HybridRouterBuilder contextCarrier(ContextCarrier value) {
        contextCarrier = Check.notNull(value, "contextCarrier");
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

    /**
     * Sets the number from which all chance of the router follows. Meant for tests. Default: differs from router to router.
     *
     * <p>Routers with equal seeds draw alike: they send the same requests to the same targets, and retry at the same moments. A
     * router cannot see the seeds of others, least of all in other processes; so each that is built with a seed and the system's
     * clock logs a warning. A seed under a clock of your own is taken for a test.
     */
    public HybridRouterBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Adds a store of yours that {@code HybridRouter.forget} is to erase too, for example a {@code SpendForecaster}. Default: none.
     */
    public HybridRouterBuilder subjectStore(SubjectStore value) {
        SubjectStore store = Check.notNull(value, "subjectStore");
        return feature(fitting -> {
            fitting.subjectStore(store);
            fitting.flows(Flows.of(store, store.place()));
        });
    }

    /** Adds a part of the router that installs itself. */
    HybridRouterBuilder feature(Feature value) {
        features.add(value);
        return this;
    }

    /**
     * Returns the router.
     *
     * @throws IllegalStateException if it was built before: two routers would share adapters that either closes
     * @throws RuntimeException what the store of the kill state throws if it cannot be read: the router might send what is stopped
     * @throws IllegalArgumentException if adapter or target is missing, or a target does not fit its adapter; the
     *     message names the field and the fix
     */
    public HybridRouter build() {
        if (built) {
            throw new IllegalStateException("build: called twice (expected: a new builder for each router)");
        }
        PolicyControl governing = policies;
        if (governing != null && policySet) {
            throw new IllegalArgumentException(
                    "policies: set beside routeMatrix, retry, strategies, ranker or dataPolicy (expected: those within the policy)");
        }
        HybridRouter router =
                new Assembly(this, governing != null ? governing : PolicyControl.of(policy.build(), clock)).router();
        built = true;
        return router;
    }
}
