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
        allowedRegions.forEach(region -> Check.region(region, "residency.allowedRegions[]"));
    }

    /** Returns a requirement of these regions. */
    public static ResidencyRequirement within(String... regions) {
        return new ResidencyRequirement(new HashSet<>(Arrays.asList(regions)));
    }

    /**
     * Returns a requirement of the regions of all these sets: {@code within(EU)} for the European Union alone,
     * {@code within(EU, SWITZERLAND)} for both.
     */
    public static ResidencyRequirement within(RegionSet first, RegionSet... others) {
        Set<String> regions =
                new HashSet<>(Check.notNull(first, "residency.regionSet").regions());
        for (RegionSet other : Check.notNull(others, "residency.regionSets")) {
            regions.addAll(Check.notNull(other, "residency.regionSets[]").regions());
        }
        return new ResidencyRequirement(regions);
    }

    /** Returns a requirement that allows these regions too. */
    public ResidencyRequirement and(String... regions) {
        Set<String> all = new HashSet<>(allowedRegions);
        all.addAll(Arrays.asList(Check.notNull(regions, "residency.regions")));
        return new ResidencyRequirement(all);
    }
}
