package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.way.CallContext;
import org.jspecify.annotations.Nullable;

/** The budgets as side calls see them. Thread-safe. */
@FunctionalInterface
public interface SideMoney {
    /**
     * Holds money for a side call.
     *
     * @param call the request that pays
     * @param ceiling the most the side call can cost; null if that is unknown
     * @return null if the budgets do not allow it
     */
    @Nullable
    SideHold hold(CallContext call, @Nullable Money ceiling);
}
