package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.spi.ProviderException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrock.model.GetInferenceProfileResponse;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileModel;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileStatus;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileType;

/**
 * An answer of GetInferenceProfile, which is evidence only if all of it agrees with the question and with itself.
 *
 * @param asked the id or ARN that was asked about
 * @param region the region that was asked
 */
record ProfileAnswer(String asked, String region, GetInferenceProfileResponse profile) {
    private static final Pattern GLOBAL = Pattern.compile("\\bglobal\\b", Pattern.CASE_INSENSITIVE);
    private static final String MODEL = "foundation-model/";

    /** What the ARN of a profile names, by the type of the profile. */
    private static final Map<InferenceProfileType, String> RESOURCES = Map.of(
            InferenceProfileType.SYSTEM_DEFINED, "inference-profile/",
            InferenceProfileType.APPLICATION, "application-inference-profile/");

    /**
     * The regions of all its models.
     *
     * @throws ProviderException {@code MALFORMED_RESPONSE} if a part is missing, or contradicts another one or the question
     */
    Set<String> regions() {
        refuseIf(isGlobal(), "a global profile may use any region, whatever it lists");
        refuseIf(!InferenceProfileStatus.ACTIVE.equals(profile.status()), "the profile's status is not ACTIVE");
        refuseIf(!isAboutTheQuestion(), "the answer is about another profile");
        refuseIf(!isOfItsType(), "the profile's type does not fit its ARN, or is unknown");
        refuseIf(profile.models().isEmpty(), "the profile names no model");
        Set<String> regions = new HashSet<>();
        Set<String> models = new HashSet<>();
        for (InferenceProfileModel model : profile.models()) {
            add(textOf(model.modelArn()), regions, models);
        }
        refuseIf(models.size() > 1 || !isFor(models), "the profile names a model other than its own");
        return regions;
    }

    private boolean isGlobal() {
        return List.of(asked, textOf(profile.inferenceProfileId()), textOf(profile.inferenceProfileArn())).stream()
                        .anyMatch(
                                id -> Geography.of(BilledModels.withoutArn(id)).equals(Geography.GLOBAL))
                || GLOBAL.matcher(textOf(profile.inferenceProfileName())).find();
    }

    /** The id has to be the one asked for; an ARN too, and where none was asked for it has to be of the place asked. */
    private boolean isAboutTheQuestion() {
        String resource = ModelArn.resource(asked).orElse(asked);
        String id = resource.substring(resource.indexOf('/') + 1);
        String arn = textOf(profile.inferenceProfileArn());
        boolean sameArn = ModelArn.resource(asked).isPresent() ? arn.equals(asked) : arn.isEmpty() || isHere(arn, id);
        return id.equals(profile.inferenceProfileId()) && sameArn;
    }

    private boolean isHere(String arn, String id) {
        return ModelArn.isIn(arn, AwsRegions.partition(region))
                && ModelArn.region(arn).filter(region::equals).isPresent()
                && ModelArn.resource(arn)
                        .filter(resource -> resource.endsWith("/" + id))
                        .isPresent();
    }

    private boolean isOfItsType() {
        String resource = profile.type() == null ? null : RESOURCES.get(profile.type());
        String arn = textOf(profile.inferenceProfileArn());
        return resource != null
                && (arn.isEmpty()
                        || ModelArn.resource(arn)
                                .filter(named -> named.startsWith(resource))
                                .isPresent());
    }

    private void add(String arn, Set<String> regions, Set<String> models) {
        String in = ModelArn.region(arn).orElse("");
        String resource = ModelArn.resource(arn).orElse("");
        refuseIf(in.isEmpty(), "the profile names a model without its region");
        refuseIf(!ModelArn.isIn(arn, AwsRegions.partition(region)), "the profile names a model of another partition");
        refuseIf(!AwsRegions.isOfPartition(in, region), "the profile names a region that cannot be");
        refuseIf(!resource.startsWith(MODEL), "the profile names something that is no model");
        regions.add(in);
        models.add(resource.substring(MODEL.length()));
    }

    /** A profile of a geography is named after its model. */
    private boolean isFor(Set<String> models) {
        String id = textOf(profile.inferenceProfileId());
        String geography = Geography.of(id);
        return geography.isEmpty() || models.contains(id.substring(geography.length() + 1));
    }

    private static String textOf(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static void refuseIf(boolean wrong, String why) {
        if (wrong) {
            throw new ProviderException(FailureKind.MALFORMED_RESPONSE, why);
        }
    }
}
