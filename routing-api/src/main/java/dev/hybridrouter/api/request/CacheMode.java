package dev.hybridrouter.api.request;

/** What a request wants of the router's cache. Without a cache it means nothing. */
public enum CacheMode {
    /** Answer from the cache where possible, else remember the answer; the default. */
    USE,
    /** Neither answer from the cache nor remember the answer, nor share a call with anybody. */
    BYPASS,
    /** Ask a target even if an answer is remembered, and remember the new one. */
    REFRESH,
    /** Answer from the cache or not at all. */
    ONLY_IF_CACHED
}
