package dev.hybridrouter.api.request;

import dev.hybridrouter.api.internal.Check;

/**
 * What kind of work a request serves. Path preference, priority and deadline follow from it. Six are predefined; a host
 * can add its own.
 *
 * @param name upper-case name; appears as a metric tag, so keep the number of names small
 */
public record OperationType(String name) {
    /** Someone waits and harm is near. */
    public static final OperationType EMERGENCY = new OperationType("EMERGENCY");

    /** Work on the infrastructure itself. */
    public static final OperationType INFRASTRUCTURE = new OperationType("INFRASTRUCTURE");

    /** Watching over other automated work. */
    public static final OperationType META_MONITOR = new OperationType("META_MONITOR");

    /** Building and changing things. */
    public static final OperationType IMPLEMENTATION = new OperationType("IMPLEMENTATION");

    /** Ordinary interactive work; the default. */
    public static final OperationType STANDARD = new OperationType("STANDARD");

    /** Work nobody waits for. */
    public static final OperationType BACKGROUND = new OperationType("BACKGROUND");

    /** Refuses a malformed name. */
    public OperationType {
        Check.name(name, "operation.name");
    }

    @Override
    public String toString() {
        return name;
    }
}
