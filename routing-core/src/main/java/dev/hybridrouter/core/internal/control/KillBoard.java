package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillReceipt;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.control.KillSwitch;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.Scopes;
import dev.hybridrouter.core.internal.way.Stops;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.control.KillStateStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kill switch of one router: what is stopped, and who is past the last check. Thread-safe. */
public final class KillBoard implements KillSwitch, Stops {
    private static final long PATIENCE_NANOS = 1_000_000_000;
    private static final int OPEN = 100;
    private static final Engaged[] NONE = {};

    private final RouterClock clock;
    private final List<Target> targets;
    private final KillState state;
    private final DispatchGate gate = new DispatchGate();
    private final ReentrantLock changing = new ReentrantLock();
    private final KillLog log = new KillLog();
    private final KillHistory chronicle = new KillHistory();
    private volatile Engaged[] thrown = NONE;
    private volatile Consumer<KillScope> halt = scope -> {};

    /**
     * Creates a board on which nothing is stopped.
     *
     * @param clock dates what is done
     * @param targets the router's, to tell scopes that match nothing
     * @param store where the state outlives the router; null if nowhere
     */
    public KillBoard(RouterClock clock, List<Target> targets, @Nullable KillStateStore store) {
        this.clock = clock;
        this.targets = List.copyOf(targets);
        this.state = new KillState(store, this::last);
    }

    /** Engages what was engaged when the state was last saved. Called before anything is sent. */
    public void restore() {
        for (KillEvent event : state.load()) {
            changing.lock();
            try {
                put(event);
            } finally {
                changing.unlock();
            }
            log.restored(event);
            boolean unused = isMatching(event);
        }
    }

    private @Nullable KillEvent last(KillScope scope) {
        Engaged found = find(scope);
        return found == null ? null : found.event();
    }

    /** Whether the scope has something to do with a target of this router; says so if not. */
    private boolean isMatching(KillEvent event) {
        boolean matching = targets.stream().anyMatch(target -> Scopes.matches(event.scope(), target));
        if (!matching) {
            log.inVain(event, targets);
        }
        return matching;
    }

    /** Sets who is told of what is done, in the order in which it took effect. It must not throw. */
    public void onEvent(Consumer<KillEvent> value) {
        chronicle.onEvent(value);
    }

    /** Sets who cancels what is on the wire in a scope. */
    public void onCancel(Consumer<KillScope> value) {
        halt = value;
    }

    @Override
    public int enter() {
        return gate.enter();
    }

    @Override
    public void leave(int pass) {
        gate.leave(pass);
    }

    @Override
    public @Nullable Rejection refusal(RequestContext context, @Nullable Target target, long number) {
        Engaged[] all = thrown;
        for (Engaged one : all) {
            if (one.stops(number) && Scopes.covers(one.scope(), context, target)) {
                return one.rejection();
            }
        }
        return null;
    }

    @Override
    public @Nullable Rejection refusalOfAll(@Nullable RequestContext context, @Nullable Target target) {
        Engaged[] all = thrown;
        for (Engaged one : all) {
            if (one.event().openPercent() == 0 && Scopes.covers(one.scope(), context, target)) {
                return one.rejection();
            }
        }
        return null;
    }

    @Override
    public KillReceipt engage(KillOrder order) {
        Check.notNull(order, "order");
        KillEvent event = record(order);
        log.engaged(event);
        boolean passed = gate.awaitPassed(PATIENCE_NANOS);
        if (!passed) {
            log.notPassed(event, Duration.ofNanos(PATIENCE_NANOS));
        }
        if (order.inFlight() == KillOrder.InFlight.CANCEL) {
            halt.accept(order.scope());
        }
        boolean matching = isMatching(event);
        boolean saved = state.save(event);
        chronicle.tell();
        return new KillReceipt(passed, matching, saved);
    }

    /**
     * What a rule did.
     *
     * @param event that it threw the switch
     * @param before what was last done to it before; null if it was open
     */
    record Trip(KillEvent event, @Nullable KillEvent before) {}

    /**
     * Throws the switch of a scope without waiting for those who are past the check, for callers that may be among them;
     * what is on the wire ends by itself. Returns null if nothing passes there already.
     */
    @Nullable
    Trip trip(KillOrder order) {
        Trip trip;
        changing.lock();
        try {
            Engaged before = find(order.scope());
            if (before != null && before.event().openPercent() == 0) {
                return null;
            }
            trip = new Trip(record(order), before == null ? null : before.event());
        } finally {
            changing.unlock();
        }
        log.engaged(trip.event());
        boolean unused = state.save(trip.event());
        chronicle.tell();
        return trip;
    }

    /** The share that a scope lets through, in percent. */
    int openPercent(KillScope scope) {
        Engaged found = find(scope);
        return found == null ? OPEN : found.event().openPercent();
    }

    /** Whether a switch is not wholly open, and nothing was done to it after this. */
    boolean isLast(KillEvent event) {
        Engaged found = find(event.scope());
        return found != null && found.event().equals(event);
    }

    private KillEvent record(KillOrder order) {
        changing.lock();
        try {
            Engaged before = find(order.scope());
            boolean sticks = before != null && before.event().cause().isSticky();
            KillCause cause = sticks && before != null ? before.event().cause() : order.cause();
            KillEvent event = KillEvent.builder(clock.instant(), order.scope(), cause)
                    .note(order.note())
                    .by(order.by())
                    .build();
            put(event);
            chronicle.note(event);
            return event;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public boolean reopen(KillScope scope, int percent, String by, String note) {
        Check.notNull(scope, "scope");
        Check.notBlank(by, "by");
        Check.notBlank(note, "note");
        if (percent != 10 && percent != 50 && percent != OPEN) {
            throw Check.invalid("percent", percent, "10, 50 or 100");
        }
        return open(scope, percent, by, note, before -> true) != null;
    }

    /** Opens by a stage if this event is still the last of its scope; returns null if it is not. */
    @Nullable
    KillEvent openAfter(KillEvent last, int percent) {
        return open(last.scope(), percent, last.by(), "the next stage", last::equals);
    }

    private @Nullable KillEvent open(
            KillScope scope, int percent, String by, String note, Predicate<KillEvent> condition) {
        KillEvent event;
        changing.lock();
        try {
            Engaged before = find(scope);
            if (before == null || !condition.test(before.event())) {
                return null;
            }
            event = KillEvent.builder(clock.instant(), scope, before.event().cause())
                    .note(note)
                    .by(by)
                    .openPercent(percent)
                    .build();
            put(event);
            chronicle.note(event);
        } finally {
            changing.unlock();
        }
        log.opened(event);
        boolean unused = state.save(event);
        chronicle.tell();
        return event;
    }

    private @Nullable Engaged find(KillScope scope) {
        Engaged[] all = thrown;
        for (Engaged one : all) {
            if (one.scope().equals(scope)) {
                return one;
            }
        }
        return null;
    }

    private void put(KillEvent event) {
        Stream<Engaged> others =
                Arrays.stream(thrown).filter(one -> !one.scope().equals(event.scope()));
        Stream<Engaged> it = event.openPercent() == OPEN ? Stream.empty() : Stream.of(Engaged.by(event));
        thrown = Stream.concat(others, it).toArray(Engaged[]::new);
    }

    /** Whether all that is engaged would be after a restart, as far as there is a store. */
    public boolean isSaved() {
        return state.isSaved();
    }

    @Override
    public List<KillEvent> engaged() {
        return Arrays.stream(thrown).map(Engaged::event).toList();
    }

    @Override
    public List<KillEvent> history() {
        changing.lock();
        try {
            return chronicle.last();
        } finally {
            changing.unlock();
        }
    }
}
