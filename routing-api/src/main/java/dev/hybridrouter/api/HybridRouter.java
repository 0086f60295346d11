package dev.hybridrouter.api;

import dev.hybridrouter.api.cache.AnswerCache;
import dev.hybridrouter.api.control.KillSwitch;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.erasure.ErasureReceipt;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.flow.DataMap;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.status.ComponentStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Routes chat requests: decides, request by request, which target serves, and sees the call through retries, fallbacks
 * and its deadline. Thread-safe. All three kinds of call go the same way through one engine; expected failures are
 * results, not exceptions.
 *
 * <p>Calls fail with {@link NullPointerException} if an argument is null. After {@link #close()} each is answered with a
 * rejection of reason {@code ROUTER_CLOSED}.
 */
public interface HybridRouter extends AutoCloseable {
    /**
     * Sends a request and waits for its end, at most until its deadline. Made for platform and virtual threads alike.
     *
     * @return how it ended; if the thread is interrupted the call is cancelled on the wire, the interrupt flag stays
     *     set, and the result is a failure of kind {@code CANCELLED}, or a rejection where nothing had been sent
     * @throws IllegalStateException on the thread of a router's own timer, where some dependent stages of
     *     {@link #routeAsync} run: waiting there would stop every time limit
     */
    RouteResult route(RouteRequest request);

    /**
     * Sends a request. Dependent stages run on the thread that ends the call, often one of the provider's or of the timer:
     * they must not block, or be handed an executor.
     *
     * @return completes normally for every expected outcome; cancelling it, or completing it before the router
     *     does, cancels the call on the wire
     */
    CompletableFuture<RouteResult> routeAsync(RouteRequest request);

    /**
     * Returns a stream that sends the request when it is subscribed to. It takes one subscriber; a second is refused
     * with {@code IllegalStateException}. Demand is passed on to the provider; cancelling the subscription cancels the
     * call on the wire. Signals arrive one at a time, on whichever thread has them.
     */
    Flow.Publisher<StreamEvent> stream(RouteRequest request);

    /**
     * Plans a request, sends nothing and changes nothing: no account, no learned state, no meter, no running number. Local guards
     * inspect the request, without a report to listeners, up to the first remote guard. The cache, quotas at the moment of sending
     * and the guards from the first remote one on are not asked; an adjustment {@code GUARD_NOT_ASKED} names each of the guards.
     *
     * @return every target with its verdict and the ranking, or, where {@link #route} would refuse the request before planning it,
     *     no targets and that reason in {@link Decision#reasons()}; the outcome is {@code PLANNED} in any case
     */
    Decision explain(RouteRequest request);

    /** Returns what stops attempts at once. */
    KillSwitch killSwitch();

    /** Returns the answers this router remembers; without a cache, one that holds nothing. */
    AnswerCache cache();

    /**
     * Erases what this router and the stores registered with it keep of a tenant or user. Requests in progress go on, and their
     * answers are not remembered. What has to stay for a while is erased when that is over, as long as the router is open. Does
     * not block.
     *
     * @return completes normally with what was removed, what is left and until when; at most ten seconds later, with
     *     {@code UNKNOWN} for stores that did not answer by then
     */
    CompletableFuture<ErasureReceipt> forget(Subject subject);

    /**
     * Returns where data flow: to targets and servers between, embedder, remote guards, stores, memory and files, with how they
     * are handled there as far as is known now, and what binds that. For records of processing; not for the way of a request.
     * Asks the components how they handle data; does not block, if they do not.
     *
     * <p>Provider options of requests may lead to others, such as guardrails. Their flows are in the map once a request with them
     * was sent.
     *
     * @throws IllegalArgumentException if sources of the host's own return two flows of one id
     */
    DataMap dataMap();

    /** Returns the status of each part of the router now, in a fixed order; unmodifiable. Does not block. */
    List<ComponentStatus> status();

    /**
     * Refuses new requests, waits for those in flight, then releases everything as {@link #close()} does. A later
     * {@link #close()} ends the wait at once, and so does interrupting the thread, whose interrupt flag stays set.
     *
     * @param grace the longest to wait; what is in flight then is cancelled. On the thread of a router's own timer there
     *     is no grace
     */
    void close(Duration grace);

    /**
     * Refuses new requests, cancels those in flight, closes the provider adapters it was built with and releases every
     * thread it started. Idempotent.
     */
    @Override
    void close();
}
