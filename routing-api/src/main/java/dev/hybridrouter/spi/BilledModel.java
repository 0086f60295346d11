package dev.hybridrouter.spi;

import dev.hybridrouter.api.internal.Check;

/**
 * Under what a provider bills a target: the key into a price list.
 *
 * @param model the model's own id, without a prefix that says where it is processed
 * @param scope where the price holds: a region such as {@code eu-central-1}, a profile such as {@code profile:eu} or
 *     {@code profile:global}, or {@value #ANYWHERE} if the place makes no difference or is not known
 */
public record BilledModel(String model, String scope) {
    /** The scope of prices that hold wherever no other price is known. */
    public static final String ANYWHERE = "*";

    /** The tier of requests that ask for none. */
    public static final String DEFAULT_TIER = "default";

    /** Refuses blank values. */
    public BilledModel {
        Check.notBlank(model, "billed.model");
        Check.notBlank(scope, "billed.scope");
    }
}
