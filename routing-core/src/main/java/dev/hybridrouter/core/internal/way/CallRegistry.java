package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.diagnostics.LogEvent;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The requests in flight, so that closing can wait for them and end them. */
public final class CallRegistry {
    private final Set<CallContext> calls = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean closed;

    /** Takes a request in; false if closed. */
    public boolean add(CallContext call) {
        if (closed) {
            return false;
        }
        calls.add(call);
        if (closed) {
            calls.remove(call);
            completeIfIdle();
            return false;
        }
        return true;
    }

    /** How many there are. */
    public int size() {
        return calls.size();
    }

    /**
     * Has nothing remembered any more of those of some contexts.
     *
     * @return how long they may still take, in nanoseconds; below zero if there are none
     */
    public long forget(Predicate<RequestContext> which, long nowNanos) {
        long longest = -1;
        for (CallContext call : calls) {
            if (which.test(call.context())) {
                call.forget();
                longest = Math.max(longest, Math.max(0, call.remaining(nowNanos)));
            }
        }
        return longest;
    }

    /** Whether nobody is let in any more. */
    public boolean isClosed() {
        return closed;
    }

    /** Takes a request out that has ended. */
    public void remove(CallContext call) {
        calls.remove(call);
        if (closed) {
            completeIfIdle();
        }
    }

    private void completeIfIdle() {
        if (calls.isEmpty()) {
            idle.complete(null);
        }
    }

    /** Lets nobody in any more. */
    public void close() {
        closed = true;
        completeIfIdle();
    }

    /** Completes when nothing is in flight, once closed. */
    public CompletableFuture<Void> idle() {
        return idle;
    }

    /** Stops waiting for the rest. */
    public void hurry() {
        idle.complete(null);
    }

    /** Cancels all; none of them goes on with what another's end makes room for. */
    public void abortAll() {
        calls.forEach(CallContext::willAbort);
        tellAll(InFlight::abort);
    }

    /** Ends what is on the wire in a scope. */
    public void haltAll(KillScope scope) {
        tellAll(call -> call.halt(scope));
    }

    private void tellAll(Consumer<InFlight> what) {
        for (CallContext call : calls) {
            try {
                what.accept(call);
            } catch (Throwable e) { // the others have to end all the same
                LogEvent.CANCEL_BROKEN
                        .line()
                        .with("what", "a request in progress")
                        .with("request", call.number())
                        .with("cause", e.getClass().getName())
                        .thrown(SafeTrace.of(e))
                        .log();
            }
        }
    }
}
