package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.InferenceParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;

/**
 * Maps the parameters of generation. Sampling parameters that the model does not take are left out, and the decision says so;
 * stop sequences that it does not take are refused, because the caller relies on where the answer ends.
 *
 * @param model what the model takes
 * @param thinking whether the request has the model think
 * @param adjustments hears of what is left out
 */
record Sampling(BedrockModel model, boolean thinking, Adjustments adjustments) {
    /** Source: service model, InferenceConfigurationStopSequencesList. */
    private static final int MOST_STOP_SEQUENCES = 2_500;

    /** Null if nothing is set. */
    @Nullable
    InferenceConfiguration toConfig(InferenceParameters parameters) {
        boolean temperature = parameters.temperature().isPresent() && takesTemperature();
        boolean topP = parameters.topP().isPresent() && takesTopP(temperature);
        List<String> stops = checked(parameters.stopSequences());
        if (parameters.maxTokens().isEmpty() && !temperature && !topP && stops.isEmpty()) {
            return null;
        }
        InferenceConfiguration.Builder config = InferenceConfiguration.builder();
        parameters.maxTokens().ifPresent(config::maxTokens);
        if (temperature) {
            config.temperature((float) parameters.temperature().orElseThrow());
        }
        if (topP) {
            config.topP((float) parameters.topP().orElseThrow());
        }
        return (stops.isEmpty() ? config : config.stopSequences(stops)).build();
    }

    private boolean takesTemperature() {
        return takes("temperature", BedrockFeature.TEMPERATURE);
    }

    private boolean takesTopP(boolean temperature) {
        if (!takes("topP", BedrockFeature.TOP_P)) {
            return false;
        }
        if (temperature && !model.takes(BedrockFeature.TEMPERATURE_WITH_TOP_P)) {
            adjustments.leftOut("topP", "the model does not take it beside a temperature");
            return false;
        }
        return true;
    }

    private boolean takes(String field, BedrockFeature feature) {
        if (!model.takes(feature)) {
            adjustments.leftOut(field, "the model does not take it");
            return false;
        }
        if (thinking && !model.takes(BedrockFeature.SAMPLING_WHILE_THINKING)) {
            adjustments.leftOut(field, "the model does not take it while it thinks");
            return false;
        }
        return true;
    }

    private List<String> checked(List<String> stops) {
        if (!stops.isEmpty() && !model.takes(BedrockFeature.STOP_SEQUENCES)) {
            throw RequestRefusal.unsupported(
                    "stopSequences", stops.size() + " sequences", "none, as the model takes no stop sequences");
        }
        if (stops.size() > MOST_STOP_SEQUENCES) {
            throw RequestRefusal.invalid(
                    "stopSequences", stops.size() + " sequences", "at most " + MOST_STOP_SEQUENCES);
        }
        for (int i = 0; i < stops.size(); i++) {
            String field = "stopSequences[" + i + "]";
            if (stops.get(i).isEmpty()) {
                throw RequestRefusal.invalid(field, "empty", "at least one character");
            }
            if (stops.get(i).isBlank() && !model.takes(BedrockFeature.BLANK_STOP_SEQUENCES)) {
                throw RequestRefusal.unsupported(field, "blank", "a visible character, as the model wants one");
            }
        }
        return stops;
    }
}
