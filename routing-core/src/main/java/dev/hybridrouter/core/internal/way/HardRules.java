package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TargetView;
import java.util.List;

/** The hard rules of one policy. Immutable. */
@FunctionalInterface
public interface HardRules {
    /** Returns all reasons why the target may not serve the request now. */
    List<Rejection> check(RequestFacts request, TargetView view);
}
