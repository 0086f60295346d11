package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import java.time.Duration;
import java.util.Collection;
import software.amazon.awssdk.services.bedrock.model.DataRetentionMode;

/**
 * What the modes of an account's data retention mean for a target. Sources: Amazon Bedrock user guide, data retention, read on
 * 1 December 2026; for {@code aws_review}, which the page did not describe then, the model cards that ask for it: AWS keeps and reviews,
 * and the provider receives nothing.
 */
final class RetentionModes {
    private RetentionModes() {}

    /** Sets what holds where several modes do: the longest retention, the widest sharing. */
    static void apply(Collection<DataRetentionMode> modes, String model, Handling.Builder handling) {
        handling.sharing(modes.stream()
                .map(RetentionModes::sharing)
                .max(Sharing::compareTo)
                .orElse(Sharing.UNKNOWN));
        if (modes.stream().allMatch(DataRetentionMode.NONE::equals)) {
            handling.retention(Duration.ZERO);
        } else if (modes.contains(DataRetentionMode.UNKNOWN_TO_SDK_VERSION)) {
            handling.unknownRetention();
        } else {
            RetainingModels.longest(model).ifPresentOrElse(handling::retention, handling::unknownRetention);
        }
    }

    private static Sharing sharing(DataRetentionMode mode) {
        return switch (mode) {
            case NONE -> Sharing.NONE;
            case DEFAULT, INHERIT, AWS_REVIEW -> Sharing.OPERATOR;
            case PROVIDER_DATA_SHARE -> Sharing.MODEL_PROVIDER;
            case UNKNOWN_TO_SDK_VERSION -> Sharing.UNKNOWN;
        };
    }
}
