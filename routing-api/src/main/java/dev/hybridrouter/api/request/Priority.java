package dev.hybridrouter.api.request;

/** Who goes first when not all can, most important first. */
public enum Priority {
    /** Before everything. */
    CRITICAL,
    /** Before ordinary work. */
    HIGH,
    /** Ordinary work. */
    MEDIUM,
    /** After everything else. */
    LOW
}
