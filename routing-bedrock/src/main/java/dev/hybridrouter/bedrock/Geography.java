package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The geography that the id of an inference profile names. It never speaks for a target, because where a profile leads only the
 * service tells; it speaks against a declaration that cannot be right.
 */
final class Geography {
    static final String GLOBAL = "global";

    /** A profile that leads to one region would be none. */
    private static final int FEWEST = 2;

    /**
     * How the regions of each geography begin, as seen up to December 2026: prefixes of system-defined profiles. One that is
     * missing here makes a target unpriced, never cheap, and contradicts no declaration.
     */
    private static final Map<String, List<String>> REGIONS = Map.ofEntries(
            Map.entry(GLOBAL, List.of("")),
            Map.entry("us", List.of("us-")),
            Map.entry("us-gov", List.of("us-gov-")),
            Map.entry("eu", List.of("eu-")),
            Map.entry("apac", List.of("ap-", "me-")),
            Map.entry("au", List.of("ap-southeast-")),
            Map.entry("jp", List.of("ap-northeast-")),
            Map.entry("in", List.of("ap-south-")),
            Map.entry("ca", List.of("ca-")),
            Map.entry("amer", List.of("us-", "ca-", "sa-", "mx-")));

    private Geography() {}

    /** The geography in front of the id of a profile; empty if there is none. */
    static String of(String id) {
        int dot = id.indexOf('.');
        return dot > 0 && REGIONS.containsKey(id.substring(0, dot)) ? id.substring(0, dot) : "";
    }

    /**
     * Refuses what contradicts the id: destinations of a profile that may use any region, none in its geography, or only one
     * region.
     */
    static void check(Target target) {
        check(target.model(), target.handling(), "target[" + target.id() + "].destinations");
    }

    /** The same for what is no target. */
    static void check(String model, Handling declared, String field) {
        String geography = of(BilledModels.withoutArn(model));
        if (!geography.isEmpty()) {
            declared.destinations().ifPresent(destinations -> check(geography, destinations, field));
        }
    }

    private static void check(String geography, Destinations declared, String field) {
        Set<String> regions = new TreeSet<>(declared.regions());
        if (geography.equals(GLOBAL)) {
            throw Check.invalid(
                    field,
                    regions,
                    "unset, as a global profile may use any region; call a model or profile with bounds");
        }
        List<String> starts = REGIONS.getOrDefault(geography, List.of(""));
        boolean anyInside = regions.stream().anyMatch(region -> starts.stream().anyMatch(region::startsWith));
        if (!anyInside || regions.size() < FEWEST) {
            throw Check.invalid(
                    field,
                    regions,
                    "all regions that the " + geography + " profile may use, " + FEWEST
                            + " or more; ask ProfileResolver for them");
        }
    }
}
