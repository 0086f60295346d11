package dev.hybridrouter.core.internal.tools;

import java.util.concurrent.atomic.AtomicBoolean;

/** Something that is done once, such as a warning that would otherwise flood a log. Thread-safe. */
public final class Once {
    private final AtomicBoolean done = new AtomicBoolean();

    /** Returns true the first time it is asked, and false ever after. */
    public boolean first() {
        return done.compareAndSet(false, true);
    }
}
