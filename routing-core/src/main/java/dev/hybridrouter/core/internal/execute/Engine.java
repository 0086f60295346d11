package dev.hybridrouter.core.internal.execute;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.cache.AnswerCache;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.control.KillSwitch;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.affinity.PromptPrefixes;
import dev.hybridrouter.core.internal.guard.GuardRoom;
import dev.hybridrouter.core.internal.money.Purse;
import dev.hybridrouter.core.internal.money.Treasury;
import dev.hybridrouter.core.internal.plan.Chance;
import dev.hybridrouter.core.internal.plan.FactsReader;
import dev.hybridrouter.core.internal.plan.Plan;
import dev.hybridrouter.core.internal.timer.GuardedTimer;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Admits requests, has them planned, and sees them through. One engine behind calls, futures and streams. */
public final class Engine {
    private static final Rejection CLOSED =
            Rejection.of(RejectionReason.ROUTER_CLOSED, "the router is closed", "send requests before closing it");

    private final Rooms rooms;
    private final CallRegistry calls = new CallRegistry();
    private final AtomicLong numbers = new AtomicLong();
    private final @Nullable CacheRoom cache;
    private final @Nullable SharedCalls shared;
    private final @Nullable Entrance entrance;

    /**
     * Creates an engine.
     *
     * @param rooms what it works with
     * @param cache what it remembers; null if nothing
     * @param guards who inspects requests first; null if nobody does
     */
    public Engine(Rooms rooms, @Nullable CacheRoom cache, @Nullable GuardRoom guards) {
        this.rooms = rooms;
        this.cache = cache;
        rooms.control().onCancel(this::halt);
        this.shared = cache == null ? null : new SharedCalls(cache, rooms, calls, new Walks());
        this.entrance = guards == null ? null : new Entrance(guards, rooms, new BehindGuards());
    }

    private void halt(KillScope scope) {
        calls.haltAll(scope);
        Treasury treasury = rooms.prices().treasury();
        if (treasury != null) {
            treasury.halt(scope);
        }
    }

    /** Sends a request. */
    public CompletableFuture<RouteResult> call(RouteRequest request) {
        return entrance == null ? send(request, numbers.incrementAndGet()) : entrance.call(request);
    }

    private CompletableFuture<RouteResult> send(RouteRequest request, long number) {
        Ask ask = admit(request, number, false);
        if (shared != null && isShared(ask)) {
            return shared.call(ask);
        }
        Walk walk = walk(ask, null);
        UnaryCall call = new UnaryCall(rooms, walk, calls);
        if (calls.add(call)) {
            rooms.listeners().requestStarted(walk.ask().facts());
            call.start();
        } else {
            call.complete(rejected(ask));
        }
        return call;
    }

    /** Returns a stream that sends the request when it is subscribed to. */
    public Flow.Publisher<StreamEvent> stream(RouteRequest request) {
        return new StreamCall(subscriber -> {
            if (entrance == null) {
                stream(request, numbers.incrementAndGet(), subscriber);
            } else {
                entrance.stream(request, subscriber);
            }
        });
    }

    private void stream(RouteRequest request, long number, Flow.Subscriber<? super StreamEvent> subscriber) {
        Ask ask = admit(request, number, true);
        if (shared != null && isShared(ask)) {
            shared.stream(ask, subscriber);
        } else {
            new StreamSession(rooms, walk(ask, null), new Outlet(subscriber), calls).start(() -> rejected(ask));
        }
    }

    /** What guards stand before. */
    private final class BehindGuards implements Entrance.Behind {
        @Override
        public long nextNumber() {
            return numbers.incrementAndGet();
        }

        @Override
        public CompletableFuture<RouteResult> send(RouteRequest request, long number) {
            return Engine.this.send(request, number);
        }

        @Override
        public void stream(RouteRequest request, long number, Flow.Subscriber<? super StreamEvent> subscriber) {
            Engine.this.stream(request, number, subscriber);
        }

        @Override
        public Ask admit(RouteRequest request, long number, boolean streaming) {
            return Engine.this.admit(request, number, streaming);
        }

        @Override
        public Duration deadline(RouteRequest request) {
            return request.context().deadline().orElseGet(() -> Engine.this.deadline(request.context()));
        }

        @Override
        public CallRegistry calls() {
            return calls;
        }
    }

    /** Whether the cache may answer; what the kill switch stops goes on to be rejected. */
    private boolean isShared(Ask ask) {
        return cache != null
                && cache.concerns(ask.request())
                && !calls.isClosed()
                && rooms.control().refusal(ask.facts().context(), null, ask.number()) == null;
    }

    /** What stops attempts. */
    public KillSwitch killSwitch() {
        return rooms.control();
    }

    /** What the router remembers. */
    public AnswerCache cache() {
        return cache == null ? AnswerCache.none() : cache.answers();
    }

    /** Makes the walks of requests that the cache has to do with. */
    private final class Walks implements SharedCalls.Walks {
        @Override
        public Walk walk(Ask ask, Ticket ticket) {
            return Engine.this.walk(ask, ticket);
        }

        @Override
        public Ask again(Ask ask) {
            return admit(ask.request(), numbers.incrementAndGet(), false);
        }
    }

    private Ask admit(RouteRequest request, long number, boolean streaming) {
        RequestFacts asked = FactsReader.read(request, streaming, number);
        long now = rooms.now();
        Duration limit = asked.context().deadline().orElseGet(() -> deadline(asked.context()));
        rooms.budget().requestMade();
        return new Ask(number, request, asked, now, now + limit.toNanos(), null);
    }

    private Duration deadline(RequestContext asked) {
        return rooms.courses()
                .current()
                .policy()
                .matrix()
                .rule(asked.operation())
                .deadline();
    }

    private @Nullable Purse purse(RequestFacts asked, RouteRequest request) {
        Treasury treasury = rooms.prices().treasury();
        return treasury == null ? null : treasury.open(asked, request);
    }

    private Walk walk(Ask asked, @Nullable Ticket ticket) {
        Purse purse = purse(asked.facts(), asked.request());
        Ask ask = purse == null ? asked : asked.with(purse);
        Course course = rooms.courses().current();
        PromptPrefixes prompt = prompt(ask.request());
        Plan plan = plan(course, ask, prompt);
        return new Walk(rooms, ask, plan, course, ticket, prompt);
    }

    private @Nullable PromptPrefixes prompt(RouteRequest request) {
        return rooms.prices().holds() == null ? null : PromptPrefixes.of(request);
    }

    private Plan plan(Course course, Ask ask, @Nullable PromptPrefixes prompt) {
        long draw = Chance.seed(rooms.time().seed(), ask.number());
        return course.planner().plan(ask.facts(), rooms.views(ask, prompt), draw, ask.purse());
    }

    /** Plans as the next call would, and calls nobody. */
    public Decision explain(RouteRequest request) {
        RequestFacts facts = FactsReader.read(request, false, 0);
        long now = rooms.now();
        Ask asked = new Ask(numbers.get() + 1, request, facts, now, now, null);
        Ask ask = asked.with(purse(facts, request));
        Plan plan = plan(rooms.courses().current(), ask, prompt(request));
        return Decision.builder(ask.number(), facts.context().operation(), Outcome.PLANNED)
                .plan(plan.record())
                .build();
    }

    private static RouteResult rejected(Ask ask) {
        Decision decision = Decision.builder(ask.number(), ask.facts().context().operation(), Outcome.REJECTED)
                .build();
        return new RouteResult.Rejected(List.of(CLOSED), decision);
    }

    /**
     * Refuses new requests, waits for those in flight at most so long, then cancels them.
     *
     * @return whether the wait was cut short because the thread was interrupted
     */
    public boolean close(Duration grace) {
        calls.close();
        boolean interrupted = !grace.isZero() && isInterruptedWaiting(grace);
        calls.abortAll();
        halt(KillScope.everything());
        return interrupted;
    }

    /** Ends the wait of whoever closes with grace. */
    public void hurry() {
        calls.hurry();
    }

    private boolean isInterruptedWaiting(Duration grace) {
        CompletableFuture<Void> idle = calls.idle();
        GuardedTimer timer = rooms.time().timer();
        Cancellable end = timer.schedule(calls::hurry, NANOSECONDS.convert(grace));
        try {
            if (end != null) {
                idle.get();
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            timer.cancel(end);
        }
    }
}
