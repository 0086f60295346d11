package dev.hybridrouter.api.internal;

import org.jspecify.annotations.Nullable;

/**
 * An exception of the host's code as it may be logged and handed on: its class and stack, those of its causes, but none of their
 * messages, which may quote a prompt, an answer or a tenant.
 */
public final class SafeTrace extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_CAUSES = 5;

    private SafeTrace(Throwable thrown, @Nullable SafeTrace cause) {
        super(thrown.getClass().getName(), cause, false, true);
        setStackTrace(thrown.getStackTrace());
    }

    /** The trace of an exception. */
    public static SafeTrace of(Throwable thrown) {
        return of(thrown, MOST_CAUSES);
    }

    private static SafeTrace of(Throwable thrown, int causes) {
        Throwable cause = thrown.getCause();
        return new SafeTrace(thrown, cause == null || causes == 0 ? null : of(cause, causes - 1));
    }
}
