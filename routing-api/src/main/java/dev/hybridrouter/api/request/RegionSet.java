package dev.hybridrouter.api.request;

import dev.hybridrouter.api.internal.Check;
import java.time.LocalDate;
import java.util.Set;

/**
 * A named set of regions as it stood on a day. A name grants nothing beyond the regions listed; regions that opened later
 * are missing until the set is renewed, and so fail closed. Hosts may define their own.
 *
 * @param name what it is called, for example {@code EU}
 * @param regions region names such as {@code eu-central-1}; at least one
 * @param asOf the day on which the list was right
 * @param source where the list comes from
 */
public record RegionSet(String name, Set<String> regions, LocalDate asOf, String source) {
    private static final LocalDate READ = LocalDate.of(2026, 11, 24);
    private static final String AWS = "AWS list of regions with their countries";

    /**
     * The commercial AWS regions in member states of the European Union: Frankfurt, Ireland, Paris, Stockholm, Milan and
     * Spain. London ({@link #UNITED_KINGDOM}) and Zurich ({@link #SWITZERLAND}) are named {@code eu-} and are not in it;
     * nor is the European Sovereign Cloud ({@link #EU_SOVEREIGN}), which is a partition of its own.
     */
    public static final RegionSet EU = new RegionSet(
            "EU",
            Set.of("eu-central-1", "eu-west-1", "eu-west-3", "eu-north-1", "eu-south-1", "eu-south-2"),
            READ,
            AWS);

    /** London. */
    public static final RegionSet UNITED_KINGDOM = new RegionSet("UNITED_KINGDOM", Set.of("eu-west-2"), READ, AWS);

    /** Zurich. */
    public static final RegionSet SWITZERLAND = new RegionSet("SWITZERLAND", Set.of("eu-central-2"), READ, AWS);

    /**
     * The European Sovereign Cloud, {@code eusc-de-east-1} in Brandenburg: a partition of its own, {@code aws-eusc}, that needs
     * other credentials and has no profile in common with the commercial regions. Local Zones are no regions.
     */
    public static final RegionSet EU_SOVEREIGN = new RegionSet(
            "EU_SOVEREIGN", Set.of("eusc-de-east-1"), LocalDate.of(2026, 12, 1), "AWS SDK for Java 2.57.8");

    /** Refuses blank texts, an empty set and malformed names. */
    public RegionSet {
        Check.name(name, "regionSet.name");
        regions = Check.copy(regions, "regionSet.regions");
        if (regions.isEmpty()) {
            throw Check.invalid("regionSet.regions", "empty", "at least one region");
        }
        regions.forEach(region -> Check.region(region, "regionSet.regions[]"));
        Check.notNull(asOf, "regionSet.asOf");
        Check.notBlank(source, "regionSet.source");
    }
}
