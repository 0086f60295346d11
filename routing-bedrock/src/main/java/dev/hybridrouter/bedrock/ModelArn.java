package dev.hybridrouter.bedrock;

import java.util.Optional;

/** Reads ARNs of models and inference profiles: {@code arn:partition:bedrock:region:account:resource}. */
final class ModelArn {
    private static final int PARTITION = 1;
    private static final int SERVICE = 2;
    private static final int REGION = 3;
    private static final int RESOURCE = 5;
    private static final int PARTS = 6;

    private ModelArn() {}

    /** Whether it is an ARN of Bedrock in a partition. */
    static boolean isIn(String arn, String partition) {
        return part(arn, PARTITION).filter(partition::equals).isPresent()
                && part(arn, SERVICE).filter("bedrock"::equals).isPresent();
    }

    /** The region an ARN names; empty for other model ids. */
    static Optional<String> region(String model) {
        return part(model, REGION);
    }

    /** What an ARN names, with its type: {@code foundation-model/...}; empty for other model ids. */
    static Optional<String> resource(String model) {
        return part(model, RESOURCE);
    }

    private static Optional<String> part(String model, int index) {
        String[] parts = model.split(":", PARTS);
        return model.startsWith("arn:") && parts.length == PARTS && !parts[index].isEmpty()
                ? Optional.of(parts[index])
                : Optional.empty();
    }
}
