package dev.hybridrouter.core;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.control.KnownHandling;
import dev.hybridrouter.core.internal.engine.Base;
import dev.hybridrouter.core.policy.PolicyChange;
import dev.hybridrouter.core.policy.PolicySnapshot;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.event.HandlingChanged;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A router as its {@link PolicyControl} changes it. Thread-safe, as far as changes come one after the other. */
final class GovernedRouter implements PolicyControl.Governed {
    private final Base base;
    private final Consumer<RoutingPolicy> check;
    private final Consumer<PolicySnapshot> course;
    private final Map<TargetId, KnownHandling> known = new ConcurrentHashMap<>();

    /**
     * Creates the router as it is built.
     *
     * @param check refuses a policy that does not fit
     * @param course changes what requests are planned by
     */
    GovernedRouter(Base base, Consumer<RoutingPolicy> check, Consumer<PolicySnapshot> course) {
        this.base = base;
        this.check = check;
        this.course = course;
        base.targets().forEach(target -> known.put(target.id(), KnownHandling.declared(target.handling())));
    }

    /** A target with the handling of all that stand on the way to it. */
    static Target reached(Target target, ProviderAdapter by) {
        return by.handling(target)
                .map(onTheWay -> target.toBuilder()
                        .handling(target.handling().alongside(onTheWay))
                        .build())
                .orElse(target);
    }

    @Override
    public void check(RoutingPolicy policy) {
        check.accept(policy);
    }

    @Override
    public void apply(PolicySnapshot snapshot) {
        course.accept(snapshot);
    }

    @Override
    public void activated(PolicySnapshot snapshot) {
        base.listeners()
                .policyActivated(
                        snapshot.version(),
                        snapshot.by(),
                        snapshot.note(),
                        snapshot.changes().stream().map(PolicyChange::toString).toList());
    }

    @Override
    public KnownHandling handling(TargetId target) {
        return Objects.requireNonNull(
                known.get(base.targets().get(index(target)).id()));
    }

    @Override
    public Handling reached(TargetId target, Handling handling) {
        int index = index(target);
        Target declared = base.targets().get(index);
        handling.callRegion()
                .filter(called -> !called.equals(declared.region().orElse(null)))
                .ifPresent(called -> {
                    throw Check.invalid(
                            "handling.callRegion", called, declared.region().orElse("none") + ", as the target has it");
                });
        Target changed = declared.toBuilder().handling(handling).build();
        ProviderAdapter adapter = base.adapters().get(index);
        adapter.check(changed);
        return reached(changed, adapter).handling();
    }

    @Override
    public void apply(TargetId target, KnownHandling renewed) {
        known.put(target, renewed);
        base.handling(index(target), renewed.now());
    }

    @Override
    public void changed(HandlingChanged event) {
        base.listeners().handlingChanged(event);
    }

    private int index(TargetId target) {
        for (int i = 0; i < base.targets().size(); i++) {
            if (base.targets().get(i).id().equals(target)) {
                return i;
            }
        }
        throw Check.invalid("handling.target", target, "a target of this router");
    }
}
