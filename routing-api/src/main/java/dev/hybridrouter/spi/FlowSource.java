package dev.hybridrouter.spi;

import dev.hybridrouter.api.flow.DataFlow;
import java.util.List;

/**
 * Tells which data flow to it, for {@link dev.hybridrouter.api.HybridRouter#dataMap()}. A listener, ledger, subject store or
 * store of the kill state that keeps data, or sends them on, implements this too; the router asks those it was built with.
 * Implementations MUST be safe for use by many threads, MUST NOT block, and MUST name no tenant or user in what they return.
 */
public interface FlowSource {
    /** Returns the flows as they are now: their ids stay, their handling may change. What it throws, {@code dataMap()} throws. */
    List<DataFlow> flows();
}
