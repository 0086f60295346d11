package dev.hybridrouter.api.request;

import dev.hybridrouter.api.internal.Check;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Where a request may be processed. A target satisfies it only if every region it may use is known and allowed.
 *
 * @param allowedRegions region names such as {@code eu-central-1}; at least one
 */
public record ResidencyRequirement(Set<String> allowedRegions) {
    /** Refuses an empty set and malformed names. */
    public ResidencyRequirement {
        allowedRegions = Check.copy(allowedRegions, "residency.allowedRegions");
        if (allowedRegions.isEmpty()) {
            throw Check.invalid("residency.allowedRegions", "empty", "at least one region");
        }
        allowedRegions.forEach(region -> Check.name(region, "residency.allowedRegions[]"));
    }

    /** Returns a requirement of these regions. */
    public static ResidencyRequirement within(String... regions) {
        return new ResidencyRequirement(new HashSet<>(Arrays.asList(regions)));
    }
}
