package dev.hybridrouter.test;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.response.ProviderMetadata;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * One step of a {@link Script}, to be refined. Its methods return the step itself; {@link #then} goes on to the next
 * step. They throw {@link IllegalStateException} where the step cannot have what they set, such as the latency of an
 * exception that is thrown at once.
 */
public final class Step {
    private final Script script;
    private final int index;

    Step(Script script, int index) {
        this.script = script;
        this.index = index;
    }

    /** Sets the tokens of the answer; unknown by default. */
    public Step tokens(long input, long output) {
        return usage(TokenUsage.of(input, output));
    }

    /** Sets the tokens of the answer; unknown by default. */
    public Step usage(TokenUsage usage) {
        Check.notNull(usage, "step.usage");
        return tail(tail -> new Plan.Tail(tail.stopReason(), usage, tail.metadata()));
    }

    /** Sets why the model stopped; by default {@code end_turn}, or {@code tool_use} where the answer holds one. */
    public Step stopReason(StopReason reason) {
        Check.notNull(reason, "step.stopReason");
        return tail(tail -> new Plan.Tail(reason, tail.usage(), tail.metadata()));
    }

    /** Sets what the provider tells beyond the answer. */
    public Step metadata(ProviderMetadata metadata) {
        Check.notNull(metadata, "step.metadata");
        return tail(tail -> new Plan.Tail(tail.stopReason(), tail.usage(), metadata));
    }

    /**
     * Sets how long the call waits before it is sent, as for a connection. A call that ends meanwhile never reaches the provider:
     * {@link ScriptedCall#isSent()} is false. Default: it is sent at once.
     */
    public Step queuedFor(Duration wait) {
        Check.notNegative(wait, "step.queuedFor");
        return timed(plan ->
                plan.pace(new Plan.Pace(wait, plan.pace().after(), plan.pace().every())));
    }

    /** Sets how long answer, failure or first piece take; by default they are there at once. */
    public Step after(Duration latency) {
        return after(Latency.fixed(latency));
    }

    /** Sets how long answer, failure or first piece take, call by call. */
    public Step after(Latency latency) {
        Check.notNull(latency, "step.after");
        return timed(plan -> plan.pace(
                new Plan.Pace(plan.pace().queued(), latency, plan.pace().every())));
    }

    /**
     * Sets the time between the pieces of a stream, none by default. The stop message comes with the last piece, a
     * failure when the next piece would have come. Calls ignore it.
     */
    public Step every(Duration gap) {
        Check.notNegative(gap, "step.every");
        return timed(plan ->
                plan.pace(new Plan.Pace(plan.pace().queued(), plan.pace().after(), gap)));
    }

    /** Lets a stream fail after so many of its pieces, and a call fail. */
    public Step failAfter(int pieces, FailureKind kind) {
        return failAfter(pieces, ProviderFailure.of(kind, "scripted"));
    }

    /** Lets a stream fail after so many of its pieces, and a call fail. */
    public Step failAfter(int pieces, ProviderFailure failure) {
        return endingAfter(pieces, plan -> plan.endingAfter(pieces, Plan.Ending.FAIL, new ProviderException(failure)));
    }

    /** Lets a stream fall silent after so many of its pieces, and a call hang, both as in {@link Script#hang()}. */
    public Step hangAfter(int pieces) {
        return endingAfter(pieces, plan -> plan.endingAfter(pieces, Plan.Ending.HANG, null));
    }

    /**
     * Lets a stream complete after so many of its pieces without the {@code Finished} it owes, and a call fail as
     * broken.
     */
    public Step truncateAfter(int pieces) {
        return endingAfter(pieces, plan -> plan.endingAfter(pieces, Plan.Ending.TRUNCATE, null));
    }

    /** Sets for how many calls the step is before the next has its turn; 1 by default. */
    public Step times(int calls) {
        Check.atLeast(1, calls, "step.times");
        return replace(entry -> new Script.Entry(entry.plan(), calls));
    }

    /** Goes on to the step for the call after this one. */
    public Script then() {
        return script;
    }

    private Step endingAfter(int pieces, UnaryOperator<Plan.Timed> change) {
        Check.atLeast(0, pieces, "step.pieces");
        return timed(change);
    }

    private Step tail(UnaryOperator<Plan.Tail> change) {
        return timed(plan -> plan.tail(change.apply(plan.tail())));
    }

    private Step timed(UnaryOperator<Plan.Timed> change) {
        return replace(entry -> {
            if (entry.plan() instanceof Plan.Timed plan) {
                return new Script.Entry(change.apply(plan), entry.times());
            }
            throw new IllegalStateException(
                    "step: " + entry.plan().getClass().getSimpleName() + " (expected: an answer, a failure or a hang)");
        });
    }

    private Step replace(UnaryOperator<Script.Entry> change) {
        synchronized (script) {
            script.replace(index, change.apply(script.entry(index)));
        }
        return this;
    }
}
