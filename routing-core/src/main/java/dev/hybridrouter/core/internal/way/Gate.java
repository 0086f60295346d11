package dev.hybridrouter.core.internal.way;

import org.jspecify.annotations.Nullable;

/** What every attempt must pass before it is sent, whatever kind of attempt it is. Thread-safe. */
public interface Gate {
    /**
     * Lets an attempt pass.
     *
     * @return what passing took, {@link Hold#NOTHING} if nothing; null if it may not pass, which the draft then says
     */
    @Nullable
    Hold pass(Draft attempt, long nowNanos);
}
