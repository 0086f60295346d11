package dev.hybridrouter.core;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.control.KnownHandling;
import dev.hybridrouter.core.policy.PolicyChange;
import dev.hybridrouter.core.policy.PolicySnapshot;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.event.HandlingChanged;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes a router's policy while it works. The host keeps it and hands it to
 * {@link HybridRouterBuilder#policies(PolicyControl)}; it serves one router. Thread-safe.
 *
 * <p>A policy is checked against the router, then put into force at once and as a whole: each request is planned and seen
 * through by the one that is in force when it is planned, and bound by the data policy in force when it came. One that does not
 * fit is refused and changes nothing.
 *
 * <p>What is known of how targets handle data can be renewed here too. It is no part of the policy: to roll back a policy does not
 * bring back what was known.
 */
public final class PolicyControl {
    private static final int HISTORY = 100;

    private final RouterClock clock;
    private final ReentrantLock changing = new ReentrantLock();
    private final Deque<PolicySnapshot> history = new ArrayDeque<>();
    private volatile PolicySnapshot current;
    private volatile @Nullable PolicySnapshot good;
    private volatile @Nullable Governed governed; // set under the lock

    private PolicyControl(RoutingPolicy policy, RouterClock clock) {
        this.clock = clock;
        this.current = PolicySnapshot.builder(1, policy, clock.instant())
                .by("builder")
                .note("the first policy")
                .build();
        history.addLast(current);
    }

    /** Returns a control with this policy in force, on the system's clock. */
    public static PolicyControl of(RoutingPolicy policy) {
        return of(policy, RouterClock.system());
    }

    /** Returns a control with this policy in force. */
    public static PolicyControl of(RoutingPolicy policy, RouterClock clock) {
        return new PolicyControl(Check.notNull(policy, "policy"), Check.notNull(clock, "clock"));
    }

    /** What is in force. */
    public PolicySnapshot current() {
        return current;
    }

    /** In what a policy differs from the one in force. */
    public List<PolicyChange> changesTo(RoutingPolicy next) {
        return current.policy().changesTo(Check.notNull(next, "policy"));
    }

    /**
     * Puts a policy into force.
     *
     * @param by who does it
     * @param note why, in words
     * @throws IllegalArgumentException if it does not fit the router; the message names the field and the fix, and the
     *     policy in force stays
     */
    public PolicySnapshot swap(RoutingPolicy next, String by, String note) {
        Check.notNull(next, "policy");
        PolicySnapshot activated;
        changing.lock();
        try {
            activated = put(next, by, note);
        } finally {
            changing.unlock();
        }
        tell(activated);
        return activated;
    }

    /** Not under the lock: listeners may well read it. */
    private void tell(PolicySnapshot activated) {
        Governed router = governed;
        if (router != null) {
            router.activated(activated);
        }
    }

    /** Vouches for the policy in force: it is the one that {@link #rollBack} returns to from a later one. */
    public PolicySnapshot vouch() {
        changing.lock();
        try {
            good = current;
            return current;
        } finally {
            changing.unlock();
        }
    }

    /** The last policy that was vouched for. */
    public Optional<PolicySnapshot> lastGood() {
        return Optional.ofNullable(good);
    }

    /**
     * Puts the last policy that was vouched for into force again, as a new version.
     *
     * @param by who does it
     * @param note why, in words
     * @throws IllegalStateException if none was vouched for
     */
    public PolicySnapshot rollBack(String by, String note) {
        PolicySnapshot activated;
        changing.lock();
        try {
            PolicySnapshot back = good;
            if (back == null) {
                throw new IllegalStateException("rollBack: no policy was vouched for (expected: vouch() before it)");
            }
            activated = put(back.policy(), by, note);
        } finally {
            changing.unlock();
        }
        tell(activated);
        return activated;
    }

    /** What was in force, oldest first, the present one included; at most the last 100. */
    public List<PolicySnapshot> history() {
        changing.lock();
        try {
            return List.copyOf(history);
        } finally {
            changing.unlock();
        }
    }

    /**
     * Renews what is known of how a target handles data, for example by what its provider tells today. What is as narrow as
     * what was known, or narrower, counts at once: for requests that are planned and attempts that are made from now on. What
     * is wider, or was not known before, is unknown until {@link #vouchForHandling} is called; the router logs a warning, and
     * {@link HandlingChanged#isWider()} tells listeners.
     *
     * @param target its id
     * @param found all that is known of it now; what it leaves out is unknown
     * @param by who does it, or what
     * @param note why, in words
     * @return what counts from now on
     * @throws IllegalArgumentException if the router has no such target, or another call region is stated than the target's,
     *     or if its adapter refuses a target of such handling
     * @throws IllegalStateException if it serves no router yet
     */
    public Handling renewHandling(String target, Handling found, String by, String note) {
        Check.notNull(found, "handling");
        return change(new TargetId(target), by, note, (known, reached) -> known.renewed(reached.apply(found)));
    }

    /**
     * Vouches for what {@link #renewHandling} found last of a target: all of it counts from now on.
     *
     * @param target its id
     * @param by who does it
     * @param note why, in words
     * @return what counts from now on
     * @throws IllegalArgumentException if the router has no such target
     * @throws IllegalStateException if it serves no router yet
     */
    public Handling vouchForHandling(String target, String by, String note) {
        return change(new TargetId(target), by, note, (known, reached) -> known.confirmed());
    }

    /**
     * Returns what counts of how a target handles data now.
     *
     * @throws IllegalArgumentException if the router has no such target
     * @throws IllegalStateException if it serves no router yet
     */
    public Handling handling(String target) {
        return governed().handling(new TargetId(target)).now();
    }

    /** Returns what was found of a target and is wider than what somebody vouched for; empty if nothing is. Throws as {@link #handling}. */
    public Optional<Handling> doubtedHandling(String target) {
        KnownHandling known = governed().handling(new TargetId(target));
        return known.isDoubted() ? Optional.of(known.found()) : Optional.empty();
    }

    private Handling change(
            TargetId target,
            String by,
            String note,
            BiFunction<KnownHandling, UnaryOperator<Handling>, KnownHandling> how) {
        Check.notBlank(by, "handling.by");
        Check.notBlank(note, "handling.note");
        Governed router = governed();
        HandlingChanged event;
        changing.lock();
        try {
            KnownHandling before = router.handling(target);
            KnownHandling after = how.apply(before, handling -> router.reached(target, handling));
            router.apply(target, after);
            event = HandlingChanged.builder(target, before.now(), after.now())
                    .found(after.found())
                    .by(by)
                    .note(note)
                    .build();
        } finally {
            changing.unlock();
        }
        log(event);
        router.changed(event);
        return event.now();
    }

    private static void log(HandlingChanged event) {
        (event.isWider() ? LogEvent.HANDLING_WIDER : LogEvent.HANDLING_RENEWED)
                .line()
                .with("target", event.target())
                .with("now", event.now())
                .with("found", event.found())
                .with("by", event.by())
                .with("note", event.note())
                .log();
    }

    private Governed governed() {
        Governed router = governed;
        if (router == null) {
            throw new IllegalStateException("policies: serves no router yet (expected: build() before it)");
        }
        return router;
    }

    /** Binds the router; called once, by its builder. */
    void govern(Governed router) {
        changing.lock();
        try {
            if (governed != null) {
                throw new IllegalStateException(
                        "policies: serves a router already (expected: one control for each router)");
            }
            router.check(current.policy());
            router.apply(current);
            governed = router;
        } finally {
            changing.unlock();
        }
    }

    /** Takes {@link #govern} back, for a router that could not be built. */
    void ungovern() {
        changing.lock();
        try {
            governed = null;
        } finally {
            changing.unlock();
        }
    }

    private PolicySnapshot put(RoutingPolicy next, String by, String note) {
        PolicySnapshot before = current;
        PolicySnapshot snapshot = PolicySnapshot.builder(before.version() + 1, next, clock.instant())
                .by(by)
                .note(note)
                .changes(before.policy().changesTo(next))
                .build();
        Governed router = governed;
        if (router != null) {
            router.check(next);
            router.apply(snapshot);
        }
        current = snapshot;
        history.addLast(snapshot);
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
        LogEvent.POLICY_ACTIVATED
                .line()
                .with("version", snapshot.version())
                .with("by", snapshot.by())
                .with("note", snapshot.note())
                .with("changes", snapshot.changes())
                .log();
        return snapshot;
    }

    /** A router as its policies see it. */
    interface Governed {
        /** Throws {@link IllegalArgumentException} if the policy does not fit. */
        void check(RoutingPolicy policy);

        /** Works by it from now on; does not fail. */
        void apply(PolicySnapshot snapshot);

        /** Has worked by it since a moment ago; called without a lock. */
        void activated(PolicySnapshot snapshot);

        /** What is known of a target; throws {@link IllegalArgumentException} if there is none of that id. */
        KnownHandling handling(TargetId target);

        /** The handling of a target and of all that stand on the way to it; throws if the call region is another. */
        Handling reached(TargetId target, Handling handling);

        /** Works by it from now on; does not fail. */
        void apply(TargetId target, KnownHandling known);

        /** Has worked by it since a moment ago; called without a lock. */
        void changed(HandlingChanged event);
    }
}
