package dev.hybridrouter.api.target;

/**
 * Who gets a copy of requests and answers, beyond the operator's own processing of them. Ordered: each constant allows what
 * those before it allow.
 */
public enum Sharing {
    /** Nobody. */
    NONE,
    /** The operator of the service, for example to review abuse. */
    OPERATOR,
    /** The maker of the model too, who may be elsewhere. */
    MODEL_PROVIDER,
    /** Not known. As a limit: anybody. */
    UNKNOWN;

    /** Returns whether this is no wider than a limit; {@link #UNKNOWN} is wider than every other limit. */
    public boolean isWithin(Sharing limit) {
        return compareTo(limit) <= 0;
    }
}
