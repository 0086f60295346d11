package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Chain;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.core.internal.way.Stage;

/** The last stage: makes a request's attempts. */
public final class RunStage implements Stage {
    private final RunKit kit;

    /** Creates the stage. */
    public RunStage(RunKit kit) {
        this.kit = kit;
    }

    @Override
    public void enter(CallContext call, Sink sink, Chain next) {
        new Run(kit, call, sink).begin();
    }
}
