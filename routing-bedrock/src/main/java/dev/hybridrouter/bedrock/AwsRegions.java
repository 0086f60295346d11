package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** What the SDK knows of regions and partitions. A region that is newer than the SDK is unknown, not wrong. */
final class AwsRegions {
    private static final Set<String> KNOWN = Region.regions().stream()
            .filter(region -> !region.isGlobalRegion())
            .map(Region::id)
            .collect(Collectors.toUnmodifiableSet());

    private AwsRegions() {}

    /** Whether the SDK lists the region. */
    static boolean isKnown(String region) {
        return KNOWN.contains(region);
    }

    /** Returns a region that the SDK lists. */
    static String known(String region, String field) {
        if (!isKnown(Check.region(region, field))) {
            throw Check.invalid(
                    field,
                    region,
                    "a region that the AWS SDK lists; for one that is newer than the SDK hand in a client with"
                            + " client(..), or update the SDK");
        }
        return region;
    }

    /** The partition that a region belongs to, for example {@code aws-eusc}. */
    static String partition(String region) {
        return PartitionMetadata.of(Region.of(region)).id();
    }

    /** Whether a name has the form of regions in the partition of another one. */
    static boolean isOfPartition(String name, String region) {
        return name.equals(name.toLowerCase(Locale.ROOT))
                && name.matches(PartitionMetadata.of(Region.of(region)).regionRegex());
    }

    /** The region that a host name names and that is not this one; empty if it names this one, or none. */
    static Optional<String> otherThan(String region, URI address) {
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        Set<String> named =
                Arrays.stream(host.split("\\.")).filter(KNOWN::contains).collect(Collectors.toSet());
        return named.contains(region)
                ? Optional.empty()
                : named.stream().sorted().findFirst();
    }
}
