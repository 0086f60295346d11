package dev.hybridrouter.core.internal.quota;

/** What stands in the way of a call. */
public enum QuotaLimit {
    /** The requests of a minute. */
    REQUESTS_PER_MINUTE,
    /** The tokens of a minute. */
    TOKENS_PER_MINUTE,
    /** The tokens of a day. */
    TOKENS_PER_DAY,
    /** The pause after the provider refused a call that the twin had let pass. */
    PROVIDER_THROTTLE,
    /** Calls that have waited longer. */
    QUEUE
}
