package dev.hybridrouter.api.response;

import dev.hybridrouter.api.internal.Check;

/**
 * Why the model stopped. The known reasons are constants; a reason that a provider invents later keeps its own text.
 *
 * @param value the reason in lower case with underscores
 */
public record StopReason(String value) {
    /** The model was done. */
    public static final StopReason END_TURN = new StopReason("end_turn");

    /** The model wants a tool called. */
    public static final StopReason TOOL_USE = new StopReason("tool_use");

    /** The answer reached its token limit and is cut. */
    public static final StopReason MAX_TOKENS = new StopReason("max_tokens");

    /** A stop sequence was met. */
    public static final StopReason STOP_SEQUENCE = new StopReason("stop_sequence");

    /** A guardrail masked or replaced content. */
    public static final StopReason GUARDRAIL_INTERVENED = new StopReason("guardrail_intervened");

    /** The provider filtered content. */
    public static final StopReason CONTENT_FILTERED = new StopReason("content_filtered");

    /** The model's output could not be parsed by the provider. */
    public static final StopReason MALFORMED_MODEL_OUTPUT = new StopReason("malformed_model_output");

    /** The model's tool use could not be parsed by the provider. */
    public static final StopReason MALFORMED_TOOL_USE = new StopReason("malformed_tool_use");

    /** The context window is full. */
    public static final StopReason CONTEXT_WINDOW_EXCEEDED = new StopReason("model_context_window_exceeded");

    /** Nothing is known: the answer broke off. */
    public static final StopReason UNKNOWN = new StopReason("unknown");

    /** Refuses a blank reason. */
    public StopReason {
        Check.notBlank(value, "stopReason.value");
    }

    @Override
    public String toString() {
        return value;
    }
}
