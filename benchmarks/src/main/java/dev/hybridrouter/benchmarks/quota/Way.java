package dev.hybridrouter.benchmarks.quota;

/** How a client goes about quotas. */
enum Way {
    /** It sends, and backs off when throttled, three attempts in all, as the AWS SDK does. */
    WITHOUT,
    /** As {@link #WITHOUT}, with as many attempts as the deadline allows. */
    PATIENT,
    /** It asks twins with the default policy. */
    LEARNED,
    /** It asks twins that count the last sixty seconds. */
    ROLLING,
    /** It asks twins that refill. */
    REFILLING
}
