package dev.hybridrouter.core.internal.feature;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.observe.Listeners;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.internal.waiting.WaitingRoom;
import dev.hybridrouter.core.internal.way.Arrivals;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.internal.way.Slots;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.spi.ProviderAdapter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is the same for every router, and what features build on. */
public interface Foundation {
    /** Clock, scheduler and chance. */
    Time time();

    /** The router's targets, in their order. */
    List<Target> targets();

    /** Returns how a target, by its position, handles data as far as is known now. */
    Handling handling(int target);

    /** The adapter of each target, at the same position. */
    List<ProviderAdapter> adapters();

    /** Where meters are registered; null if nowhere. */
    @Nullable
    MeterRegistry registry();

    /** Who is told what the router does. */
    Listeners listeners();

    /** The way out for calls that are no attempts. */
    SideCalls sideCalls();

    /** How many tokens of input requests have. */
    InputEstimates estimates();

    /** Where requests wait for room. */
    WaitingRoom<Hold> waiting();

    /** Numbers requests. */
    Arrivals arrivals();

    /** Returns why a target may not serve a request now; null if it is none of the router's. */
    @Nullable
    List<Rejection> check(CallContext call, Target target);

    /** Places in each request for what features keep there. */
    Slots slots();
}
