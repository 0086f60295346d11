package dev.hybridrouter.api.request;

/** How sensitive the content of a request is, for constraints and listeners of the host. */
public enum Sensitivity {
    /** May be published. */
    PUBLIC,
    /** For the organisation; the default. */
    INTERNAL,
    /** For few people, personal data included. */
    CONFIDENTIAL,
    /** Special categories of personal data, secrets. */
    RESTRICTED
}
