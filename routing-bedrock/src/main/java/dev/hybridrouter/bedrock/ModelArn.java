package dev.hybridrouter.bedrock;

import java.util.Optional;

/** Reads ARNs of models and inference profiles: {@code arn:partition:bedrock:region:account:resource}. */
final class ModelArn {
    private static final int REGION = 3;
    private static final int PARTS = 6;

    private ModelArn() {}

    /** The region an ARN names; empty for other model ids. */
    static Optional<String> region(String model) {
        String[] parts = model.split(":", PARTS);
        return model.startsWith("arn:") && parts.length == PARTS && !parts[REGION].isEmpty()
                ? Optional.of(parts[REGION])
                : Optional.empty();
    }
}
