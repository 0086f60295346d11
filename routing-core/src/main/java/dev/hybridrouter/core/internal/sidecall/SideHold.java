package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.target.Money;
import org.jspecify.annotations.Nullable;

/** Money held for one side call. Exactly one of its methods is called, once. */
public interface SideHold {
    /** Nothing is held: the call is free, the router has no budgets, or none of them is hard and the price is unknown. */
    SideHold NOTHING = new SideHold() {
        @Override
        public SideCost settle(@Nullable Money reported) {
            return SideCost.known(reported);
        }

        @Override
        public void release() {}

        @Override
        public SideCost leavePending() {
            return SideCost.UNKNOWN;
        }
    };

    /**
     * Settles what the call cost.
     *
     * @param reported the reported cost; null if there is no report, and the amount held then stands for it
     * @return what it cost, or that the amount held is pending because the report cannot be true
     */
    SideCost settle(@Nullable Money reported);

    /** Gives the money back: the call cost nothing. */
    void release();

    /** Keeps the money until somebody knows what the call cost; returns the most it can be. */
    SideCost leavePending();
}
