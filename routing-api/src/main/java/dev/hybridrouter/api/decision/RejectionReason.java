package dev.hybridrouter.api.decision;

/** Why a target was not considered, or a request not sent. */
public enum RejectionReason {
    /** The target lacks something the request needs. */
    CAPABILITY,
    /** The request is too long for the target's context window. */
    CONTEXT_LENGTH,
    /** The request carries signed reasoning that another provider or model wrote. */
    FOREIGN_REASONING,
    /** The request names no tenant, and the router's budgets require one. */
    TENANT_REQUIRED,
    /** The tenant may not use the target's model. */
    MODEL_NOT_ALLOWED,
    /** The request may not be processed where the target would, or that is unknown. */
    RESIDENCY,
    /** The target may keep data longer than the request allows, or that is unknown. */
    RETENTION,
    /** The target may share data with more than the request allows, or that is unknown. */
    SHARING,
    /** The data policy does not allow the request's purpose, or the request states none. */
    PURPOSE,
    /** The data policy requires consent, which the request does not state. */
    CONSENT,
    /** The operation type may not use the target's path. */
    PATH,
    /** The routing policy lets the target rest. */
    RESTING,
    /** The target failed too often of late. */
    BREAKER_OPEN,
    /** The target is misconfigured and waits to be checked again. */
    MISCONFIGURED,
    /** The target's adapter is not registered. */
    NO_ADAPTER,
    /** A budget has too little left, or the price is unknown where a budget is hard. */
    BUDGET,
    /** The request wanted a cached answer only, and there is none. */
    NOT_CACHED,
    /** A provider's quota has no room for the request now, or is smaller than it; nothing was sent. */
    QUOTA,
    /** A guard denies the request; its verdict is final. */
    GUARD,
    /** A guard failed, or did not answer in time; guards fail closed. */
    GUARD_FAILED,
    /** The kill switch is thrown. */
    KILL_SWITCH,
    /** The request made as many attempts as it may, or the router's attempt budget is used up. */
    ATTEMPT_BUDGET,
    /** The deadline passed before anything was sent. */
    DEADLINE,
    /** The caller cancelled before anything was sent. */
    CANCELLED,
    /** The router is closed. */
    ROUTER_CLOSED,
    /** A constraint of the host's own. */
    CUSTOM
}
