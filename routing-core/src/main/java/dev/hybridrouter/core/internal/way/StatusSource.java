package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.status.ComponentStatus;

/** Tells the status of one part of the router. Thread-safe; quick, and does not block. */
@FunctionalInterface
public interface StatusSource {
    /** Returns the status now. */
    ComponentStatus status();
}
