package dev.hybridrouter.api.failure;

/**
 * What went wrong at a provider. This table says what a kind means for retry, fallback, health and billing.
 * The router adds limits to it: of attempts, time and the attempt budget. After the commit point of a stream no kind is retried or falls back.
 */
public enum FailureKind {
    /** The provider asked to slow down. */
    THROTTLED(RetryRule.AFTER_PAUSE, FallbackRule.YES, HealthImpact.LOAD, Billing.NONE, "send less, or add targets"),

    /** A quota that does not refill within the life of a request is used up. */
    QUOTA_EXCEEDED(
            RetryRule.NEVER, FallbackRule.YES, HealthImpact.LOAD, Billing.NONE, "raise the quota, or add targets"),

    /** No answer, or no first content, in time. */
    TIMEOUT(
            RetryRule.NEVER,
            FallbackRule.YES,
            HealthImpact.ILLNESS,
            Billing.POSSIBLE,
            "allow more time, or ask for fewer tokens"),

    /** The provider failed inside. */
    SERVER_ERROR(RetryRule.ONCE, FallbackRule.YES, HealthImpact.ILLNESS, Billing.NONE, "retry later"),

    /** The provider could not be reached, or has no capacity. */
    UNAVAILABLE(RetryRule.ONCE, FallbackRule.YES, HealthImpact.ILLNESS, Billing.NONE, "retry later, or add targets"),

    /** The connection was lost, or the stream ended without its stop message. */
    STREAM_BROKEN(RetryRule.ONCE, FallbackRule.YES, HealthImpact.ILLNESS, Billing.POSSIBLE, "ask again"),

    /** The answer could not be understood: a corrupt frame, unreadable JSON, unparseable tool input. */
    MALFORMED_RESPONSE(RetryRule.ONCE, FallbackRule.YES, HealthImpact.ILLNESS, Billing.POSSIBLE, "ask again"),

    /** The model answered with no text, tool use or other content. */
    EMPTY(RetryRule.NEVER, FallbackRule.YES, HealthImpact.NONE, Billing.CERTAIN, "rephrase, or ask another model"),

    /**
     * Credentials or permissions were refused. {@link ProviderFailure#code()} tells expired credentials from revoked access.
     * Weighs like any other failure, because credentials that expired on the way are fresh for the next call; where they
     * stay wrong, the breaker opens.
     */
    AUTH(RetryRule.NEVER, FallbackRule.YES, HealthImpact.ILLNESS, Billing.NONE, "check credentials and model access"),

    /** The model does not exist there. */
    MODEL_NOT_FOUND(
            RetryRule.NEVER,
            FallbackRule.YES,
            HealthImpact.MISCONFIGURED,
            Billing.NONE,
            "check model id, inference profile and region"),

    /** The model demands a data retention that the account refuses. */
    RETENTION_REFUSED(
            RetryRule.NEVER,
            FallbackRule.YES,
            HealthImpact.MISCONFIGURED,
            Billing.NONE,
            "choose a model that does not retain data"),

    /** The request is wrong: every target would refuse it. */
    INVALID_REQUEST(RetryRule.NEVER, FallbackRule.NO, HealthImpact.NONE, Billing.NONE, "correct the request"),

    /**
     * The target refused this request, failed at it for a reason of its own, or gave an answer that cannot be taken. It says
     * nothing about the target's health, and another target may serve the request.
     */
    REFUSED(
            RetryRule.NEVER,
            FallbackRule.YES,
            HealthImpact.NONE,
            Billing.POSSIBLE,
            "check what the request asks of this target, or add another target"),

    /** This target cannot carry the request, or its model refuses a part of it; another may serve it. */
    UNSUPPORTED(
            RetryRule.NEVER,
            FallbackRule.YES,
            HealthImpact.NONE,
            Billing.NONE,
            "leave out what the target does not support, or add a target that supports it"),

    /** The prompt does not fit into the model's context window. */
    CONTEXT_TOO_LONG(
            RetryRule.NEVER,
            FallbackRule.LARGER_CONTEXT,
            HealthImpact.NONE,
            Billing.NONE,
            "shorten the prompt, or add a target with a larger context window"),

    /** The provider withheld the whole answer. */
    CONTENT_FILTERED(RetryRule.NEVER, FallbackRule.NO, HealthImpact.NONE, Billing.CERTAIN, "rephrase the prompt"),

    /** A guardrail blocked prompt or answer and left nothing. */
    GUARDRAIL_BLOCKED(RetryRule.NEVER, FallbackRule.NO, HealthImpact.NONE, Billing.CERTAIN, "respect the guardrail"),

    /** The router's kill switch stopped the call. */
    STOPPED(
            RetryRule.NEVER,
            FallbackRule.YES,
            HealthImpact.NONE,
            Billing.POSSIBLE,
            "wait until the kill switch is open again"),

    /** Another attempt of the same request won; the router ended this one. */
    SUPERSEDED(RetryRule.NEVER, FallbackRule.NO, HealthImpact.NONE, Billing.POSSIBLE, "none needed"),

    /** The caller cancelled. */
    CANCELLED(RetryRule.NEVER, FallbackRule.NO, HealthImpact.NONE, Billing.POSSIBLE, "none needed"),

    /** Something the adapter has no name for. */
    OTHER(RetryRule.NEVER, FallbackRule.YES, HealthImpact.ILLNESS, Billing.POSSIBLE, "see the cause and report it");

    private final RetryRule retry;
    private final FallbackRule fallback;
    private final HealthImpact health;
    private final Billing billing;
    private final String advice;

    FailureKind(RetryRule retry, FallbackRule fallback, HealthImpact health, Billing billing, String advice) {
        this.retry = retry;
        this.fallback = fallback;
        this.health = health;
        this.billing = billing;
        this.advice = advice;
    }

    /** Whether the same target is worth another attempt. */
    public RetryRule retry() {
        return retry;
    }

    /** Whether another target may be asked. */
    public FallbackRule fallback() {
        return fallback;
    }

    /** What it says about the target's health. */
    public HealthImpact health() {
        return health;
    }

    /** Whether the provider charges for it, unless the adapter knows better. */
    public Billing billing() {
        return billing;
    }

    /** What the caller can do, in a few words. */
    public String advice() {
        return advice;
    }
}
