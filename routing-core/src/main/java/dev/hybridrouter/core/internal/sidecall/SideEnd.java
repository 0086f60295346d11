package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Receives the end of a side call: exactly one of {@link #answered}, {@link #refused}, {@link #failed}, {@link #late} and
 * {@link #cancelled}, once, on any thread. By then its money is settled and it is in the record of its request.
 */
public interface SideEnd<T> {
    /** The call has passed all gates but the kill switch and is about to be made; the handle cancels it. */
    default void begun(Cancellable running) {}

    /** It answered, at a cost that is null if nobody knows it. */
    void answered(T value, @Nullable Money cost);

    /** It was not made. */
    void refused(Rejection why);

    /** It failed, or its answer is of no use, at a cost that is null if nobody knows it. */
    void failed(Throwable thrown, @Nullable Money cost);

    /** It did not answer within its time limit. */
    void late();

    /** Its caller, the kill switch, or the end of the router cancelled it. */
    void cancelled();
}
