package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.control.KillScope;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a call waits for. Ends exactly once: whoever turns the flag carries the call on. */
@SuppressWarnings("serial") // extends the flag instead of holding one: made for every attempt
abstract class Phase extends AtomicBoolean {
    abstract void cancel();

    /** The kill switch was thrown for this scope. */
    abstract void halt(KillScope scope);

    boolean end() {
        return compareAndSet(false, true);
    }
}
