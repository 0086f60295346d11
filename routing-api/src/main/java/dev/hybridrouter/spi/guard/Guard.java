package dev.hybridrouter.spi.guard;

/**
 * Inspects text that goes out or comes back. Its verdict is final: nothing is retried, no other target is asked, and no
 * target's health suffers. Implementations MUST be safe for use by many threads; texts they throw, log or return MUST NOT
 * hold what they inspected.
 *
 * <p>{@link LocalGuard} computes in the process and sees every character; {@link RemoteGuard} sends text elsewhere, which
 * takes time, may cost money and is bound by residency.
 */
public sealed interface Guard permits LocalGuard, RemoteGuard {
    /** Name of the guard in decisions and logs. Constant, unique within a router. */
    String id();
}
