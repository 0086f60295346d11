package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.core.internal.way.CallContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what an adapter reports while it takes a call, and lets go of the request then: adapters may keep the call for as long as
 * they like.
 */
final class AdjustmentSink implements Consumer<Adjustment>, AutoCloseable {
    private @Nullable CallContext call;

    AdjustmentSink(CallContext call) {
        this.call = call;
    }

    @Override
    public void accept(Adjustment adjustment) {
        CallContext current = call;
        if (current != null) {
            current.adjusted(adjustment);
        }
    }

    @Override
    public void close() {
        call = null;
    }
}
