package dev.hybridrouter.api.target;

import dev.hybridrouter.api.internal.Check;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The regions in which a target may process a request: for an inference profile its member regions, never what its
 * prefix suggests. The evidence says where the statement comes from.
 *
 * @param regions region names such as {@code eu-central-1}; at least one
 * @param asOf the day the statement was made or read
 * @param evidence who says so, for example {@code declared by operations} or {@code GetInferenceProfile}
 */
public record Destinations(Set<String> regions, LocalDate asOf, String evidence) {
    /** Refuses an empty set. */
    public Destinations {
        regions = Check.copy(regions, "destinations.regions");
        if (regions.isEmpty()) {
            throw Check.invalid("destinations.regions", "empty", "at least one region; leave it unset if unknown");
        }
        regions.forEach(region -> Check.region(region, "destinations.regions[]"));
        Check.notNull(asOf, "destinations.asOf");
        Check.notBlank(evidence, "destinations.evidence");
    }

    /** Returns destinations that a person vouches for, who is named in the evidence. */
    public static Destinations declared(LocalDate asOf, String by, String... regions) {
        Set<String> named = new HashSet<>(Arrays.asList(Check.notNull(regions, "destinations.regions")));
        return new Destinations(named, asOf, "declared by " + Check.notBlank(by, "destinations.by"));
    }
}
