package dev.hybridrouter.core;

/** Throws what is not declared, as code of other languages may. */
final class Sneaky {
    private Sneaky() {}

    /** Throws it; returns an exception only so that callers can say that they throw. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> T hidden(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
