package dev.hybridrouter.core;

import dev.hybridrouter.spi.ContextCarrier;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Carries the caller's MDC of SLF4J to all threads that work on its request. The default of
 * {@link HybridRouterBuilder#contextCarrier(ContextCarrier)}. Where the caller's MDC is empty, nothing is carried. Stateless.
 */
public final class MdcCarrier implements ContextCarrier {
    private MdcCarrier() {}

    /** Returns a carrier. */
    public static MdcCarrier create() {
        return new MdcCarrier();
    }

    @Override
    public @Nullable Captured capture() {
        @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
        return context == null || context.isEmpty() ? null : () -> restore(context);
    }

    private static Restored restore(Map<String, String> context) {
        @Nullable Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.setContextMap(context);
        return () -> {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        };
    }
}
