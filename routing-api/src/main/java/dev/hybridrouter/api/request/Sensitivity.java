package dev.hybridrouter.api.request;

/**
 * How sensitive the content of a request is, in ascending order. A data policy can require more of it from one of these on; your
 * constraints and listeners can read it too. Answers are never shared between requests of different sensitivity.
 */
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
