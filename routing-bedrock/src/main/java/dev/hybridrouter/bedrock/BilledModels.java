package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.BilledModel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a target's model under what the service bills it. Only the notation is read, so an application profile stays
 * what it is called: which model lies behind it can only the service tell.
 */
final class BilledModels {
    /**
     * Geographic prefixes of system-defined inference profiles seen up to November 2026. One that is missing here makes the
     * target unpriced, never cheap.
     */
    private static final Set<String> PROFILES =
            Set.of("us", "eu", "apac", "global", "us-gov", "au", "jp", "in", "ca", "amer");

    private static final String MODEL = "foundation-model/";
    private static final String PROFILE = "inference-profile/";

    private BilledModels() {}

    static String tierOf(@Nullable BedrockOptions options) {
        if (options == null) {
            return BilledModel.DEFAULT_TIER;
        }
        boolean latency = options.latencyMode().filter("optimized"::equals).isPresent();
        return latency ? "latency" : options.serviceTier().orElse(BilledModel.DEFAULT_TIER);
    }

    static BilledModel of(Target target) {
        String resource = ModelArn.resource(target.model()).orElse("");
        String named = resource.startsWith(MODEL)
                ? resource.substring(MODEL.length())
                : resource.startsWith(PROFILE) ? resource.substring(PROFILE.length()) : target.model();
        int dot = named.indexOf('.');
        if (dot > 0 && PROFILES.contains(named.substring(0, dot))) {
            return new BilledModel(named.substring(dot + 1), "profile:" + named.substring(0, dot));
        }
        return new BilledModel(named, target.region().orElse(BilledModel.ANYWHERE));
    }
}
