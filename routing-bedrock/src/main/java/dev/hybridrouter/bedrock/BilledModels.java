package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.BilledModel;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a target's model under what the service bills it. Only the notation is read, so an application profile stays
 * what it is called: which model lies behind it can only the service tell.
 */
final class BilledModels {
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
        String id = withoutArn(target.model());
        String profile = Geography.of(id);
        return profile.isEmpty()
                ? new BilledModel(id, target.region().orElse(BilledModel.ANYWHERE))
                : new BilledModel(id.substring(profile.length() + 1), "profile:" + profile);
    }

    /** The id of the model, without the geography of an inference profile and what surrounds it in an ARN. */
    static String named(String model) {
        String id = withoutArn(model);
        String profile = Geography.of(id);
        return profile.isEmpty() ? id : id.substring(profile.length() + 1);
    }

    /** The id of a model or profile, without what surrounds it in an ARN. */
    static String withoutArn(String model) {
        String resource = ModelArn.resource(model).orElse("");
        return resource.startsWith(MODEL)
                ? resource.substring(MODEL.length())
                : resource.startsWith(PROFILE) ? resource.substring(PROFILE.length()) : model;
    }
}
