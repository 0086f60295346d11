package dev.hybridrouter.core;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.LocalGuard;
import dev.hybridrouter.spi.guard.StreamInspector;
import java.util.function.Function;

/** A local guard that does what a test wants to see. */
record SeeingGuard(Function<GuardInput, GuardVerdict> inspection) implements LocalGuard {
    @Override
    public String id() {
        return "seeing";
    }

    @Override
    public GuardVerdict inspect(GuardInput input) {
        return inspection.apply(input);
    }

    @Override
    public StreamInspector inspectStream(RequestContext context, GuardPiece.Kind kind) {
        throw new IllegalStateException("windows only");
    }
}
