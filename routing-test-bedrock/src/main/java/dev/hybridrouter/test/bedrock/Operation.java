package dev.hybridrouter.test.bedrock;

/** An operation of Bedrock Runtime, or of Bedrock, that the emulator serves. */
public enum Operation {
    /** One request, one JSON answer. */
    CONVERSE("converse"),
    /** One request, an answer in event-stream frames. */
    CONVERSE_STREAM("converse-stream"),
    /** The tokens that Converse would count of a request, without an answer of the model. */
    COUNT_TOKENS("count-tokens"),
    /** What a guardrail says of texts, without a model. */
    APPLY_GUARDRAIL("apply"),
    /** A body in the model's own form; of the models that have one, those that embed text. */
    INVOKE_MODEL("invoke"),
    /** The models and regions behind an inference profile; of Amazon Bedrock, not of its runtime. */
    GET_INFERENCE_PROFILE(""),
    /** How long an account lets prompts and answers be kept in a region; of Amazon Bedrock, not of its runtime. */
    GET_ACCOUNT_DATA_RETENTION("");

    private final String pathSuffix;

    Operation(String pathSuffix) {
        this.pathSuffix = pathSuffix;
    }

    String pathSuffix() {
        return pathSuffix;
    }
}
