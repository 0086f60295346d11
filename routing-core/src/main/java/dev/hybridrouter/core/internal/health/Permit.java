package dev.hybridrouter.core.internal.health;

import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.api.failure.ProviderFailure;
import java.util.concurrent.atomic.AtomicBoolean;

/** One admission of one attempt to a target. It ends exactly once with a verdict; a second end is ignored. */
@SuppressWarnings("serial") // extends the flag instead of holding one: a permit is made for every attempt
public final class Permit extends AtomicBoolean {
    private final TargetState target;
    private final Breaker.Entry entry;

    Permit(TargetState target, Breaker.Entry entry) {
        this.target = target;
        this.entry = entry;
    }

    /** Ends with an answer. */
    public void succeed() {
        if (compareAndSet(false, true)) {
            target.succeeded(entry);
        }
    }

    /** Ends without saying anything about the target's health. */
    public void ignore() {
        if (compareAndSet(false, true)) {
            target.ignored(entry);
        }
    }

    /** Ends with a failure, which weighs as much as its kind says. */
    public void fail(ProviderFailure failure, long nowNanos) {
        if (compareAndSet(false, true)) {
            target.failed(entry, failure, nowNanos);
        }
    }
}
