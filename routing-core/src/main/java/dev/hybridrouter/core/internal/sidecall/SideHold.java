package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.target.Money;
import org.jspecify.annotations.Nullable;

/** Money held for one side call. Exactly one of its methods is called, once. */
public interface SideHold {
    /** Nothing is held: the call is free, the router has no budgets, or none of them is hard and the price is unknown. */
    SideHold NOTHING = new SideHold() {
        @Override
        public @Nullable Money settle(@Nullable Money reported) {
            return reported;
        }

        @Override
        public void release() {}

        @Override
        public void leavePending() {}
    };

    /**
     * Settles what the call cost.
     *
     * @param reported the reported cost; null if there is no report, and the amount held then stands for it
     * @return the settled amount; null if nobody knows it
     */
    @Nullable
    Money settle(@Nullable Money reported);

    /** Gives the money back: the call cost nothing. */
    void release();

    /** Keeps the money until somebody knows what the call cost. */
    void leavePending();
}
