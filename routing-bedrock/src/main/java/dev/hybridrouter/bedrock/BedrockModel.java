package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a model on Bedrock takes in a request. The adapter knows that of the families of models in its table, which says as of
 * when; set it with {@link BedrockAdapter.Builder#model} for a model that the table does not know, such as one behind an
 * application inference profile, or where the table is wrong. Immutable.
 *
 * <pre>{@code
 * BedrockAdapter.builder()
 *         .region("eu-central-1")
 *         .model(profileArn, BedrockModel.like("anthropic.claude-sonnet-4-5-20250929-v1:0"))
 *         .model("qwen.qwen3-next", BedrockModel.like("qwen.qwen3").with(BedrockFeature.STOP_SEQUENCES));
 * }</pre>
 */
public final class BedrockModel {
    private final Set<BedrockFeature> features;
    private final int minimumCachedTokens;

    BedrockModel(Set<BedrockFeature> features, int minimumCachedTokens) {
        this.features = Collections.unmodifiableSet(copy(features));
        this.minimumCachedTokens = minimumCachedTokens;
    }

    /**
     * Returns what the adapter's table says of a model.
     *
     * @param model model id, inference-profile id or ARN; one that the table does not know gets what is safe for most models
     */
    public static BedrockModel like(String model) {
        return ModelTable.bundled().find(BilledModels.named(Check.notBlank(model, "bedrockModel.model")));
    }

    /** Returns the same with these features. */
    public BedrockModel with(BedrockFeature... more) {
        EnumSet<BedrockFeature> all = copy(features);
        all.addAll(Arrays.asList(Check.notNull(more, "bedrockModel.features")));
        return new BedrockModel(all, minimumCachedTokens);
    }

    /** Returns the same without these features. */
    public BedrockModel without(BedrockFeature... fewer) {
        EnumSet<BedrockFeature> all = copy(features);
        Arrays.asList(Check.notNull(fewer, "bedrockModel.features")).forEach(all::remove);
        return new BedrockModel(all, minimumCachedTokens);
    }

    private static EnumSet<BedrockFeature> copy(Set<BedrockFeature> features) {
        EnumSet<BedrockFeature> copy = EnumSet.noneOf(BedrockFeature.class);
        copy.addAll(features);
        return copy;
    }

    /** Returns what the model takes. Unmodifiable. */
    public Set<BedrockFeature> features() {
        return features;
    }

    /** The shortest prompt in tokens that the model caches. */
    int minimumCachedTokens() {
        return minimumCachedTokens;
    }

    boolean takes(BedrockFeature feature) {
        return features.contains(feature);
    }

    @Override
    public String toString() {
        return "BedrockModel" + features;
    }
}
