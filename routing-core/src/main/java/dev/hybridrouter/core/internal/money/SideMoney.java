package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.internal.way.CallContext;
import org.jspecify.annotations.Nullable;

/** Holds money for calls that are no attempts. Thread-safe. */
@FunctionalInterface
public interface SideMoney {
    /** For routers without budgets. */
    SideMoney UNLIMITED = (call, most) -> SideCharge.unheld();

    /**
     * Holds money on behalf of a request.
     *
     * @param most what the call can cost; null if that is unknown
     * @return null if the budgets do not allow it
     */
    @Nullable
    SideCharge hold(CallContext call, @Nullable Money most);
}
