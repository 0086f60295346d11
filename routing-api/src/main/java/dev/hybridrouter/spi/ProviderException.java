package dev.hybridrouter.spi;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.response.TokenUsage;

/**
 * Carries a classified failure from an adapter to the router. It has no stack trace of its own: it is a value on its way
 * through a future, and its cause has one.
 */
public final class ProviderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProviderFailure failure;
    private final transient TokenUsage usage;

    /** Creates the exception of a failure. */
    public ProviderException(ProviderFailure failure) {
        this(failure, TokenUsage.unknown());
    }

    /** Creates the exception of a failure that used tokens all the same. */
    public ProviderException(ProviderFailure failure, TokenUsage usage) {
        super(Check.notNull(failure, "failure").toString(), failure.cause().orElse(null), false, false);
        this.failure = failure;
        this.usage = Check.notNull(usage, "usage");
    }

    /** Creates the exception of a failure without further details. */
    public ProviderException(FailureKind kind, String message) {
        this(ProviderFailure.of(kind, message));
    }

    /** The failure. Not serialized. */
    public ProviderFailure failure() {
        return failure;
    }

    /** The tokens that were used, as far as known. Not serialized. */
    public TokenUsage usage() {
        return usage;
    }
}
