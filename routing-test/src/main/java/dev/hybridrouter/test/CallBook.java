package dev.hybridrouter.test;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** The calls a scripted provider received, and those of them that wait to be ended by the test. */
final class CallBook {
    private final Queue<ScriptedCall> history = new ConcurrentLinkedQueue<>();
    private final Queue<ProviderCall> unmatched = new ConcurrentLinkedQueue<>();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    /** A call that hangs. */
    interface Waiting {
        /** Ends it with an answer; tells whether it was still running. */
        boolean answer(ModelResponse response);

        /** Ends it with a failure; tells whether it was still running. */
        boolean fail(Throwable failure);
    }

    /** How a call ends that may not be sent. */
    static ProviderException unsent() {
        return new ProviderException(FailureKind.CANCELLED, "the call may not be sent any more");
    }

    ScriptedCall begin(ManualClock clock, ProviderCall call, Mode mode) {
        ScriptedCall begun = new ScriptedCall(clock, call, mode);
        history.add(begun);
        return begun;
    }

    void addUnmatched(ProviderCall call) {
        unmatched.add(call);
    }

    void addWaiting(Waiting call) {
        waiting.add(call);
    }

    /** Ends the call that has waited longest. */
    void endNext(Predicate<Waiting> end) {
        Waiting next = waiting.poll();
        while (next != null) {
            if (end.test(next)) {
                return;
            }
            next = waiting.poll();
        }
        throw new IllegalStateException("no call waits (expected: a call that its script lets hang)");
    }

    List<ScriptedCall> history() {
        return List.copyOf(history);
    }

    List<ProviderCall> unmatched() {
        return List.copyOf(unmatched);
    }

    int count(ScriptedCall.State state) {
        return (int) history.stream().filter(call -> call.state() == state).count();
    }

    void clear() {
        history.clear();
        unmatched.clear();
        waiting.clear();
    }
}
