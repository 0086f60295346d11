package dev.hybridrouter.api.failure;

/** Whether the provider may charge for a failed attempt. */
public enum Billing {
    /** It does not charge. */
    NONE,
    /** It may: the call was sent and its end is not known. */
    POSSIBLE,
    /** It does. */
    CERTAIN
}
