package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.core.internal.tools.Contexts;
import dev.hybridrouter.core.internal.tools.TimedCall;
import dev.hybridrouter.spi.ContextCarrier.Captured;

/**
 * The end of a call in the context of the request that it was made for.
 *
 * @param end receives it
 * @param context of the request
 */
record CarriedEnd<T>(TimedCall.End<T> end, Captured context) implements TimedCall.End<T> {
    @Override
    public void brought(T value) {
        Contexts.run(context, () -> end.brought(value));
    }

    @Override
    public void failed(Throwable thrown) {
        Contexts.run(context, () -> end.failed(thrown));
    }

    @Override
    public void late() {
        Contexts.run(context, end::late);
    }

    @Override
    public void cancelled() {
        Contexts.run(context, end::cancelled);
    }
}
