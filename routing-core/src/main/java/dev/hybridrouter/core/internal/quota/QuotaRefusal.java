package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.api.internal.Check;

/**
 * A bucket has no room for a call.
 *
 * @param limit what the call would wait for longest
 * @param waitNanos nanoseconds, at least 1, after which it fits if nothing else is admitted until then; room may come
 *     earlier, when a call in flight ends with less than it held. {@link #FOREVER} if it is larger than the limit itself
 */
public record QuotaRefusal(QuotaLimit limit, long waitNanos) implements QuotaAdmission {
    /** The wait of a call that can never fit. */
    public static final long FOREVER = Long.MAX_VALUE;

    /** Checks the range. */
    public QuotaRefusal {
        Check.notNull(limit, "refusal.limit");
        Check.atLeast(1, waitNanos, "refusal.waitNanos");
    }

    /** Whether the call can never fit, however long it waits. */
    public boolean isForever() {
        return waitNanos == FOREVER;
    }
}
