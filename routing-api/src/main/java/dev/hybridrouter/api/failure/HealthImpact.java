package dev.hybridrouter.api.failure;

/** What a failure says about the health of the target. */
public enum HealthImpact {
    /** Nothing. */
    NONE,
    /** It is loaded, not ill: prefer others for a while. */
    LOAD,
    /** It is ill: counts towards opening its breaker. */
    ILLNESS,
    /** It is misconfigured: take it out of service until it is checked again. */
    MISCONFIGURED
}
