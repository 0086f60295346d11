package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.spi.ProviderException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a stop reason says of the content before it, and what the content says of the stop reason. */
final class StopReasons {
    /** Reasons to stop that leave no block cut. */
    private static final Set<StopReason> WHOLE =
            Set.of(StopReason.TOOL_USE, StopReason.END_TURN, StopReason.STOP_SEQUENCE);

    private StopReasons() {}

    /** Returns the reason as the service wrote it; unknown if it wrote none. */
    static StopReason of(@Nullable String reason) {
        return reason == null || reason.isBlank() ? StopReason.UNKNOWN : new StopReason(reason);
    }

    /** Whether the reason claims that the answer is whole. */
    static boolean isWhole(StopReason reason) {
        return WHOLE.contains(reason);
    }

    /**
     * Returns the reason that the content supports: models stop with {@code end_turn} after tool uses, and with
     * {@code tool_use} without one. Callers that go by the reason miss no tool use and look for none in vain.
     */
    static StopReason following(StopReason reason, boolean usesTools) {
        if (usesTools) {
            return isWhole(reason) || reason.equals(StopReason.UNKNOWN) ? StopReason.TOOL_USE : reason;
        }
        return reason.equals(StopReason.TOOL_USE) ? StopReason.END_TURN : reason;
    }

    /** Returns the failure of an answer that claims to be whole and has a tool use that is not. */
    static ProviderException cutToolUse() {
        // The model's words, perhaps for this prompt only: they say nothing about the target.
        return new ProviderException(
                ProviderFailure.builder(FailureKind.MALFORMED_RESPONSE, "the input of a tool use is not whole")
                        .health(HealthImpact.NONE)
                        .build());
    }
}
