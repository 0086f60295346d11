package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.ContextCarrier;
import dev.hybridrouter.spi.ContextCarrier.Captured;
import dev.hybridrouter.spi.ContextCarrier.Restored;
import org.jspecify.annotations.Nullable;

/** Runs tasks in the context of a caller. What a carrier throws disturbs no request: it goes on without context. */
public final class Contexts {
    private Contexts() {}

    /** The context of this thread; null if there is none. */
    public static @Nullable Captured capture(ContextCarrier carrier) {
        try {
            return carrier.capture();
        } catch (Throwable e) {
            failed(e);
            return null;
        }
    }

    /** Runs a task in a context; as it is if there is none. */
    public static void run(@Nullable Captured context, Runnable task) {
        if (context == null) {
            task.run();
            return;
        }
        Restored restored = restore(context);
        try {
            task.run();
        } finally {
            close(restored);
        }
    }

    private static @Nullable Restored restore(Captured context) {
        try {
            return context.restore();
        } catch (Throwable e) {
            failed(e);
            return null;
        }
    }

    private static void close(@Nullable Restored restored) {
        try {
            if (restored != null) {
                restored.close();
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    private static void failed(Throwable thrown) {
        LogEvent.CONTEXT_FAILED
                .line()
                .with("cause", thrown.getClass().getName())
                .thrown(SafeTrace.of(thrown))
                .log();
    }
}
